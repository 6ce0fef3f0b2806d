"""Settings of the office: read as they were put, by name or by the beginning of their names."""

from app.services import office_settings


def put(store, name, text):
    with store.writing("Test") as writer:
        office_settings.put(writer, name, text)


def test_a_setting_is_read_as_it_was_put(store):
    put(store, "a", "1")
    put(store, "a", "2")
    with store.reading() as connection:
        assert office_settings.value(connection, "a") == "2"
        assert office_settings.value(connection, "b") is None


def test_of_several_settings_only_what_was_decided_is_written(store):
    with store.writing("Test") as writer:
        office_settings.put_parts(writer, "a:", {"x": "1", "y": "1"}, {"x": "1", "y": "0"})
    with store.reading() as connection:
        assert office_settings.values(connection, "a:") == {"y": "0"}


def test_the_settings_of_a_prefix_and_no_others(store):
    for name in ("remind:", "reminder:a", "reminder:b", "reminder", "reminders:c", "reminder;d"):
        put(store, name, name)
    with store.reading() as connection:
        found = office_settings.values(connection, "reminder:")
    assert found == {"a": "reminder:a", "b": "reminder:b"}


def test_a_setting_can_be_undone(store):
    from app.services.records.undo import undo

    put(store, "a", "1")
    undo(store)
    with store.reading() as connection:
        assert office_settings.value(connection, "a") is None
