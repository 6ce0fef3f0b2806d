"""The closed lists of the trade: stored codes and what they are called."""

from __future__ import annotations

from app.i18n import C_, N_
from app.kinds import Choice, Repeats

RELATION_TYPE = Choice(
    {"international": N_("International"), "domestic": N_("Within the Czech Republic")}
)
INITIATED_BY = Choice(
    {
        "region": N_("The region"),
        "local_actor": N_("An actor of the region"),
        "external_partner": N_("An external partner"),
        "unknown": C_("initiative", "Not known"),
    }
)
INFLUENCE = Choice(
    {
        "leads": C_("influence", "Leads"),
        "takes_part": C_("influence", "Takes part"),
        "informed": C_("influence", "Is informed"),
    }
)
ACTOR_GROUP = Choice(
    {
        "region": N_("The region itself"),
        "municipality": C_("actor group", "Municipalities"),
        "company": C_("actor group", "Companies"),
        "ngo": C_("actor group", "NGOs"),
        "school": C_("actor group", "Schools and universities"),
        "state_body": C_("actor group", "State bodies"),
        "chamber": C_("actor group", "Chambers"),
        "euroregion": C_("actor group", "Euroregions"),
        "embassy": C_("actor group", "Embassies and consulates"),
        "eu_institution": C_("actor group", "EU institutions"),
        "partner_region": C_("actor group", "Partner regions"),
        "other": C_("actor group", "Others"),
    }
)
ORGANISATION_KIND = Choice(
    {
        "region": C_("organisation", "Region"),
        "municipality": C_("organisation", "Municipality"),
        "euroregion": C_("organisation", "Euroregion"),
        "embassy": C_("organisation", "Embassy"),
        "consulate": C_("organisation", "Consulate"),
        "ministry": C_("organisation", "Ministry"),
        "university": C_("organisation", "University"),
        "school": C_("organisation", "School"),
        "chamber": C_("organisation", "Chamber"),
        "agency": C_("organisation", "Agency"),
        "company": C_("organisation", "Company"),
        "ngo": C_("organisation", "NGO"),
        "eu_institution": C_("organisation", "EU institution"),
        "other": C_("organisation", "Other"),
    }
)
GENDER = Choice(
    {
        "female": C_("gender", "Female"),
        "male": C_("gender", "Male"),
        "unknown": C_("gender", "Not known"),
    }
)
LEGAL_BASIS = Choice(
    {
        "public_task": N_("Task in the public interest"),
        "legal_obligation": N_("Legal obligation"),
        "contract": N_("Performance of a contract"),
        "legitimate_interest": N_("Legitimate interest"),
        "consent": C_("legal basis", "Consent"),
    }
)
CONTACT_POINT_KIND = Choice(
    {
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "mobile": N_("Mobile phone"),
        "fax": N_("Fax"),
        "web": N_("Website"),
        "data_box": N_("Data box"),
        "other": C_("contact detail", "Other"),
    }
)
ADDRESS_KIND = Choice(
    {
        "seat": C_("address", "Seat"),
        "postal": C_("address", "Postal"),
        "work": C_("address", "Work"),
        "home": C_("address", "Home"),
    }
)
TRAVEL_DIRECTION = Choice(
    {
        "incoming": N_("Incoming visit"),
        "outgoing": N_("Foreign trip"),
        "domestic": N_("Domestic trip"),
    }
)
DELEGATION_STATUS = Choice(
    {
        "proposed": C_("delegation", "Proposed"),
        "approved": C_("delegation", "Approved"),
        "confirmed": C_("delegation", "Confirmed"),
        "under_way": C_("delegation", "Under way"),
        "completed": C_("delegation", "Completed"),
        "cancelled": C_("delegation", "Cancelled"),
    }
)
SIDE = Choice({"guest": C_("side", "Guest"), "host": C_("side", "Host")})
PART = Choice(
    {
        "head": C_("part", "Head of delegation"),
        "member": C_("part", "Member"),
        "interpreter": C_("part", "Interpreter"),
        "accompanying": C_("part", "Accompanying person"),
        "driver": C_("part", "Driver"),
        "press": C_("part", "Press"),
        "security": C_("part", "Security"),
        "spouse": C_("part", "Spouse or partner"),
        "protocol": C_("part", "Protocol"),
        "photographer": C_("part", "Photographer"),
        "doctor": C_("part", "Doctor"),
    }
)
INVITATION = Choice(
    {
        "invited": C_("invitation", "Invited"),
        "accepted": C_("invitation", "Accepted"),
        "tentative": C_("invitation", "Perhaps"),
        "declined": C_("invitation", "Declined"),
        "excused": C_("invitation", "Excused"),
        "attended": C_("invitation", "Attended"),
        "absent": C_("invitation", "Absent"),
    }
)
TRAVEL_DOCUMENT = Choice(
    {
        "none": C_("travel document", "None"),
        "document": C_("travel document", "Travel document"),
        "visa": C_("travel document", "Travel document and visa"),
    }
)
ITEM_KIND = Choice(
    {
        "talks": C_("programme item", "Talks"),
        "ceremony": C_("programme item", "Ceremony"),
        "meal": C_("programme item", "Meal"),
        "visit": C_("programme item", "Visit"),
        "transfer": C_("programme item", "Transfer"),
        "flight": C_("programme item", "Flight"),
        "press": C_("programme item", "Press"),
        "free": C_("programme item", "Free time"),
        "internal": C_("programme item", "Internal"),
    }
)
ITEM_ROLE = Choice(
    {
        "leads": C_("role in a programme item", "Leads"),
        "speaks": C_("role in a programme item", "Speaks"),
        "takes_part": C_("role in a programme item", "Takes part"),
        "interprets": C_("role in a programme item", "Interprets"),
    }
)
CAME_TO_OFFICE = Choice(
    {"elected": C_("office", "Elected"), "appointed": C_("office", "Appointed")}
)
RANK_TIE = Choice(
    {
        "seniority": C_("rank", "Who took office earlier"),
        "credentials": C_("rank", "Whose credentials are earlier"),
        "list": C_("rank", "The order of a list or a law"),
        "alphabet": C_("rank", "The alphabet"),
    }
)
GIFT_WAY = Choice({"given": C_("gift", "Given"), "received": C_("gift", "Received")})
GIFT_STATE = Choice(
    {
        "planned": C_("gift", "Planned"),
        "accepted": C_("gift", "Accepted"),
        "refused": C_("gift", "Refused"),
        "returned": C_("gift", "Returned"),
    }
)
GIFT_FATE = Choice(
    {
        "kept": C_("gift", "Kept by the recipient"),
        "property": C_("gift", "Property of the region"),
        "displayed": C_("gift", "Displayed"),
        "consumed": C_("gift", "Consumed"),
        "passed_on": C_("gift", "Passed on"),
        "returned": C_("gift", "Returned"),
    }
)
GIFT_WHOSE = Choice(
    {
        "anybody": C_("whose gift", "Anybody’s"),
        "elected": C_("whose gift", "Of somebody elected"),
        "appointed": C_("whose gift", "Of somebody appointed"),
        "body": C_("whose gift", "Of an organisation"),
    }
)
GIFT_FROM = Choice(
    {
        "anybody": C_("gift from", "Anybody"),
        "abroad": C_("gift from", "Somebody from abroad"),
        "home": C_("gift from", "Somebody from our own country"),
        "company": C_("gift from", "A company"),
    }
)
TABLE_SHAPE = Choice(
    {
        "round": C_("shape of a table", "Round"),
        "rectangle": C_("shape of a table", "Rectangular"),
        "two-sides": C_("shape of a table", "Two sides"),
        "u": C_("shape of a table", "U"),
        "t": C_("shape of a table", "T"),
        "comb": C_("shape of a table", "Comb"),
        "rows": C_("shape of a table", "Rows with a presidium"),
        "tables": C_("shape of a table", "Several round tables"),
    }
)
HOST_AT = Choice(
    {
        "middle": C_("who presides sits", "In the middle of a long side"),
        "end": C_("who presides sits", "At the end"),
    }
)
SEATING_WISH = Choice(
    {
        "together": C_("wish about seats", "Beside each other"),
        "apart": C_("wish about seats", "Not beside each other"),
    }
)
MEETING_BODY = Choice(
    {
        "council": C_("body", "Council"),
        "assembly": C_("body", "Assembly"),
        "committee": C_("body", "Committee"),
    }
)
PAPER_STEP = Choice(
    {
        "submitted": C_("approval of a paper", "Submitted for approval"),
        "returned": C_("approval of a paper", "Returned with a remark"),
        "approved": C_("approval of a paper", "Approved"),
    }
)
COST_CATEGORY = Choice(
    {
        "travel": C_("cost", "Travel"),
        "accommodation": C_("cost", "Accommodation"),
        "meals": C_("cost", "Meals"),
        "per_diem": C_("cost", "Per diem"),
        "interpreting": C_("cost", "Interpreting"),
        "venue": C_("cost", "Venue"),
        "gifts": C_("cost", "Gifts"),
        "insurance": C_("cost", "Insurance"),
        "other": C_("cost", "Other"),
    }
)
PAID_BY = Choice(
    {
        "own": C_("paid by", "Our office"),
        "host": C_("paid by", "Host"),
        "organiser": C_("paid by", "Organiser"),
        "third": C_("paid by", "Somebody else"),
    }
)
PAID_WITH = Choice(
    {
        "card": C_("paid with", "Card"),
        "cash": C_("paid with", "Cash"),
        "invoice": C_("paid with", "Invoice"),
    }
)
AGREEMENT_KIND = Choice(
    {
        "cooperation_agreement": N_("Co-operation agreement"),
        "memorandum": N_("Memorandum"),
        "joint_declaration": N_("Joint declaration"),
        "other": C_("agreement", "Other document"),
    }
)
AGREEMENT_STATUS = Choice(
    {
        "draft": C_("agreement preparation", "Being drafted"),
        "in_approval": C_("agreement preparation", "In approval"),
        "concluded": C_("agreement preparation", "Concluded"),
    }
)
TERM = Choice({"fixed": N_("Fixed term"), "indefinite": N_("Indefinite term")})
YES_NO = Choice({"yes": N_("Yes"), "no": N_("No")})
TASK_STATUS = Choice(
    {
        "open": C_("task", "Open"),
        "in_progress": C_("task", "In progress"),
        "waiting": C_("task", "Waiting"),
        "done": C_("task", "Done"),
        "cancelled": C_("task", "Cancelled"),
    }
)
RECURRENCE = Repeats(
    {
        "FREQ=WEEKLY": C_("recurrence", "Every week"),
        "FREQ=WEEKLY;INTERVAL=2": C_("recurrence", "Every two weeks"),
        "FREQ=MONTHLY": C_("recurrence", "Every month"),
        "FREQ=MONTHLY;BYMONTHDAY=-1": C_("recurrence", "Every month, on its last day"),
        "FREQ=MONTHLY;INTERVAL=3": C_("recurrence", "Every quarter"),
        "FREQ=MONTHLY;INTERVAL=6": C_("recurrence", "Every half-year"),
        "FREQ=YEARLY": C_("recurrence", "Every year"),
    }
)
"""How often a task comes again, as RFC 5545 writes it."""
PRIORITY = Choice(
    {
        "low": C_("priority", "Low"),
        "normal": C_("priority", "Normal"),
        "high": C_("priority", "High"),
    }
)
USER_ROLE = Choice(
    {
        "member": C_("user role", "Member of the department"),
        "head": C_("user role", "Head of the department"),
        "administrator": C_("user role", "Administrator"),
    }
)
PERSON_RELATION = Choice(
    {
        "assistant_of": C_("relation of a person", "Assistant of"),
        "interpreter_for": C_("relation of a person", "Interpreter for"),
        "deputy_of": C_("relation of a person", "Deputy of"),
        "successor_of": C_("relation of a person", "Successor of"),
        "adviser_of": C_("relation of a person", "Adviser to"),
        "spouse_of": C_("relation of a person", "Spouse or partner of"),
        "knows": C_("relation of a person", "Knows"),
    }
)
PERSON_RELATION_REVERSED = Choice(
    {
        "assistant_of": C_("relation of a person", "Has the assistant"),
        "interpreter_for": C_("relation of a person", "Has the interpreter"),
        "deputy_of": C_("relation of a person", "Has the deputy"),
        "successor_of": C_("relation of a person", "Predecessor of"),
        "adviser_of": C_("relation of a person", "Has the adviser"),
        "spouse_of": C_("relation of a person", "Spouse or partner of"),
        "knows": C_("relation of a person", "Knows"),
    }
)
"""The same relations seen from the other person."""
ORGANISATION_RELATION = Choice(
    {
        "member_of": C_("relation of an organisation", "Member of"),
        "founded_by": C_("relation of an organisation", "Founded by"),
        "successor_of": C_("relation of an organisation", "Successor of"),
        "partner_of": C_("relation of an organisation", "Partner of"),
        "accredited_to": C_("relation of an organisation", "Accredited to"),
    }
)
ORGANISATION_RELATION_REVERSED = Choice(
    {
        "member_of": C_("relation of an organisation", "Has the member"),
        "founded_by": C_("relation of an organisation", "Founder of"),
        "successor_of": C_("relation of an organisation", "Predecessor of"),
        "partner_of": C_("relation of an organisation", "Partner of"),
        "accredited_to": C_("relation of an organisation", "Has accredited"),
    }
)
"""The same relations seen from the other organisation."""
INTERACTION_KIND = Choice(
    {
        "meeting": C_("interaction", "Meeting"),
        "call": C_("interaction", "Phone call"),
        "email": C_("interaction", "E-mail"),
        "letter": C_("interaction", "Letter"),
        "event": C_("interaction", "Event"),
        "other": C_("interaction", "Other"),
    }
)
MAILING_OCCASION = Choice(
    {
        "invitation": C_("mailing", "Invitation"),
        "greeting": C_("mailing", "Greetings"),
        "newsletter": C_("mailing", "Newsletter"),
        "other": C_("mailing", "Other"),
    }
)
MAILING_STATE = Choice(
    {
        "proposed": C_("recipient", "Proposed"),
        "confirmed": C_("recipient", "Confirmed"),
        "sent": C_("recipient", "Sent"),
        "accepted": C_("recipient", "Accepted"),
        "declined": C_("recipient", "Declined"),
        "left_out": C_("recipient", "Left out"),
    }
)
DOCUMENT_KIND = Choice(
    {
        "agreement_text": C_("document", "Text of an agreement"),
        "annex": C_("document", "Annex"),
        "resolution": C_("document", "Resolution"),
        "letter": C_("document", "Letter"),
        "minutes": C_("document", "Minutes"),
        "programme": C_("document", "Programme"),
        "photo": C_("document", "Photograph"),
        "other": C_("document", "Other"),
    }
)
COMMITMENT_STATUS = Choice(
    {
        "open": C_("commitment", "Open"),
        "fulfilled": C_("commitment", "Fulfilled"),
        "not_fulfilled": C_("commitment", "Not fulfilled"),
        "void": C_("commitment", "No longer applies"),
    }
)
BENEFIT = Choice(
    {
        "1": C_("benefit", "1 – none"),
        "2": C_("benefit", "2 – small"),
        "3": C_("benefit", "3 – moderate"),
        "4": C_("benefit", "4 – considerable"),
        "5": C_("benefit", "5 – great"),
    }
)
"""How much a co-operation brought, as the evaluation says it."""
