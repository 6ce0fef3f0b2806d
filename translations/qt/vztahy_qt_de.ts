<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>File Folder</source>
        <translation>Dateiordner</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder</source>
        <comment>All other platforms</comment>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Verknüpfung</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>A&amp;lles auswählen</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Erhöhen</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Verringern</translation>
    </message>
</context>
<context>
    <name>QColorDialog</name>
    <message>
        <source>&amp;Add to Custom Colors</source>
        <translation>Zu benutzerdefinierten Farben hin&amp;zufügen</translation>
    </message>
    <message>
        <source>&amp;Basic colors</source>
        <translation>Grun&amp;dfarben</translation>
    </message>
    <message>
        <source>&amp;Val:</source>
        <translation>Hell&amp;igkeit:</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Der Ordner wurde nicht gefunden.
Stellen Sie sicher, dass der Ordnername richtig ist.</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Neuer Ordner</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>„%1“ ist schreibgeschützt.
Möchten Sie die Datei trotzdem löschen?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>Möchten Sie „%1“ wirklich löschen?</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Zur Detailansicht wechseln</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Zur Listenansicht wechseln</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Der Ordner konnte nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Laufwerk</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Ordner suchen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Zum übergeordneten Ordner wechseln</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Übergeordneter Ordner</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>&lt;b&gt;The name &quot;%1&quot; cannot be used.&lt;/b&gt;&lt;p&gt;Try using another name, with fewer characters or no punctuation marks.</source>
        <translation>&lt;b&gt;Der Name „%1“ kann nicht verwendet werden.&lt;/b&gt;&lt;p&gt;Versuchen Sie einen anderen Namen mit weniger Zeichen oder ohne Satzzeichen.</translation>
    </message>
</context>
<context>
    <name>QFontDatabase</name>
    <message>
        <source>Normal</source>
        <comment>The Normal or Regular font weight</comment>
        <translation>Normal</translation>
    </message>
</context>
<context>
    <name>QFontDialog</name>
    <message>
        <source>Wr&amp;iting System</source>
        <translation>Schrifts&amp;ystem</translation>
    </message>
</context>
<context>
    <name>QGnomeTheme</name>
    <message>
        <source>Close without Saving</source>
        <translation>Schließen ohne zu speichern</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>Hide Details...</source>
        <translation>Details ausblenden …</translation>
    </message>
    <message>
        <source>Show Details...</source>
        <translation>Details einblenden …</translation>
    </message>
</context>
<context>
    <name>QMimeType</name>
    <message>
        <source>7-zip archive</source>
        <translation>7-Zip-Archiv</translation>
    </message>
    <message>
        <source>AV1 Image File</source>
        <translation>AVIF-Bild</translation>
    </message>
    <message>
        <source>Apple Icon Image Format</source>
        <translation>Apple-Symbol</translation>
    </message>
    <message>
        <source>Audio Video Interleave File</source>
        <translation>AVI-Video</translation>
    </message>
    <message>
        <source>BZip2 compressed tar file</source>
        <translation>Tar-Archiv (Bzip2-komprimiert)</translation>
    </message>
    <message>
        <source>Bzip 2 UNIX Compressed File</source>
        <translation>Bzip2-Archiv</translation>
    </message>
    <message>
        <source>Cascading Style Sheet</source>
        <translation>CSS-Formatvorlage</translation>
    </message>
    <message>
        <source>Configuration file</source>
        <translation>Konfigurationsdatei</translation>
    </message>
    <message>
        <source>DOS/Windows executable (EXE)</source>
        <translation>Windows-Programm</translation>
    </message>
    <message>
        <source>Desktop file</source>
        <translation>Starter-Datei</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Electronic Publication</source>
        <translation>EPUB-Buch</translation>
    </message>
    <message>
        <source>Empty document</source>
        <translation>Leeres Dokument</translation>
    </message>
    <message>
        <source>Extensible Markup Language</source>
        <translation>XML-Dokument</translation>
    </message>
    <message>
        <source>Graphics Interchange Format</source>
        <translation>GIF-Bild</translation>
    </message>
    <message>
        <source>Gzip Compressed Archive</source>
        <translation>Gzip-Archiv</translation>
    </message>
    <message>
        <source>HEIF - High Efficiency Image File</source>
        <translation>HEIF-Bild</translation>
    </message>
    <message>
        <source>HEIF Image using HEVC Codec</source>
        <translation>HEIC-Bild</translation>
    </message>
    <message>
        <source>HyperText Markup Language</source>
        <translation>HTML-Dokument</translation>
    </message>
    <message>
        <source>Java Archive</source>
        <translation>Java-Archiv</translation>
    </message>
    <message>
        <source>JavaScript Source Code</source>
        <translation>JavaScript-Quelltext</translation>
    </message>
    <message>
        <source>Joint Photographic Experts Group</source>
        <translation>JPEG-Bild</translation>
    </message>
    <message>
        <source>MP4 container format</source>
        <translation>MP4-Video</translation>
    </message>
    <message>
        <source>MPEG-1 Audio Layer 3</source>
        <translation>MP3-Audio</translation>
    </message>
    <message>
        <source>Markdown document</source>
        <translation>Markdown-Dokument</translation>
    </message>
    <message>
        <source>Markdown source code</source>
        <translation>Markdown-Dokument</translation>
    </message>
    <message>
        <source>Microsoft Excel Spreadsheet</source>
        <translation>Excel-97–2003-Arbeitsmappe</translation>
    </message>
    <message>
        <source>Microsoft Outlook Message</source>
        <translation>Outlook-Nachricht</translation>
    </message>
    <message>
        <source>Microsoft Powerpoint Presentation</source>
        <translation>PowerPoint-97–2003-Präsentation</translation>
    </message>
    <message>
        <source>Microsoft Visio Diagram</source>
        <translation>Visio-Zeichnung</translation>
    </message>
    <message>
        <source>Microsoft Windows Installer</source>
        <translation>Windows-Installationspaket</translation>
    </message>
    <message>
        <source>Microsoft Word Document</source>
        <translation>Word-97–2003-Dokument</translation>
    </message>
    <message>
        <source>Office Open XML Document</source>
        <translation>Word-Dokument</translation>
    </message>
    <message>
        <source>Office Open XML Document (macro-enabled)</source>
        <translation>Word-Dokument mit Makros</translation>
    </message>
    <message>
        <source>Office Open XML Document Template</source>
        <translation>Word-Vorlage</translation>
    </message>
    <message>
        <source>Office Open XML Presentation</source>
        <translation>PowerPoint-Präsentation</translation>
    </message>
    <message>
        <source>Office Open XML Workbook</source>
        <translation>Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>Office Open XML Workbook (macro-enabled)</source>
        <translation>Excel-Arbeitsmappe mit Makros</translation>
    </message>
    <message>
        <source>Office Open XML Workbook Template</source>
        <translation>Excel-Vorlage</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Graphics document (Drawing)</source>
        <translation>OpenDocument-Zeichnung</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Presentation document</source>
        <translation>OpenDocument-Präsentation</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Spreadsheet document</source>
        <translation>OpenDocument-Tabelle</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Text document</source>
        <translation>OpenDocument-Text</translation>
    </message>
    <message>
        <source>OpenType Font</source>
        <translation>OpenType-Schrift</translation>
    </message>
    <message>
        <source>Outlook Personal Folders File Format</source>
        <translation>Outlook-Datendatei</translation>
    </message>
    <message>
        <source>Password Protected OOXML File</source>
        <translation>Kennwortgeschütztes Office-Dokument</translation>
    </message>
    <message>
        <source>Photoshop Image</source>
        <translation>Photoshop-Bild</translation>
    </message>
    <message>
        <source>Portable Document Format</source>
        <translation>PDF-Dokument</translation>
    </message>
    <message>
        <source>Portable Network Graphics</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>Python script</source>
        <translation>Python-Skript</translation>
    </message>
    <message>
        <source>QuickTime Video</source>
        <translation>QuickTime-Video</translation>
    </message>
    <message>
        <source>RAR archive</source>
        <translation>RAR-Archiv</translation>
    </message>
    <message>
        <source>Rich Text Format File</source>
        <translation>RTF-Dokument</translation>
    </message>
    <message>
        <source>SQL code</source>
        <translation>SQL-Code</translation>
    </message>
    <message>
        <source>Scalable Vector Graphics</source>
        <translation>SVG-Bild</translation>
    </message>
    <message>
        <source>TOML document</source>
        <translation>TOML-Dokument</translation>
    </message>
    <message>
        <source>Tagged Image File Format</source>
        <translation>TIFF-Bild</translation>
    </message>
    <message>
        <source>Temporary files created by MSOffice applications</source>
        <translation>Temporäre Microsoft-Office-Datei</translation>
    </message>
    <message>
        <source>TrueType Font</source>
        <translation>TrueType-Schrift</translation>
    </message>
    <message>
        <source>UNIX/LINUX Shell Script</source>
        <translation>Shell-Skript</translation>
    </message>
    <message>
        <source>Windows Batch / Command File</source>
        <translation>Windows-Stapeldatei</translation>
    </message>
    <message>
        <source>Windows bitmap</source>
        <translation>BMP-Bild</translation>
    </message>
    <message>
        <source>YAML source code</source>
        <translation>YAML-Dokument</translation>
    </message>
    <message>
        <source>application log</source>
        <translation>Programmprotokoll</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Restore Defaults</source>
        <translation>Standardwerte wiederherstellen</translation>
    </message>
</context>
<context>
    <name>QPrintDialog</name>
    <message>
        <source>%1 does not follow the correct syntax. Please use &apos;,&apos; to separate ranges and pages, &apos;-&apos; to define ranges and make sure ranges do not intersect with each other.</source>
        <translation>%1 ist nicht richtig geschrieben. Trennen Sie Seiten und Bereiche durch Kommas, geben Sie Bereiche mit einem Bindestrich an und achten Sie darauf, dass sie sich nicht überschneiden.</translation>
    </message>
    <message>
        <source>%1 is a directory.
Please choose a different file name.</source>
        <translation>%1 ist ein Ordner.
Bitte wählen Sie einen anderen Dateinamen.</translation>
    </message>
    <message>
        <source>&amp;Options &lt;&lt;</source>
        <translation>&amp;Einstellungen &lt;&lt;</translation>
    </message>
    <message>
        <source>Options &apos;Pages Per Sheet&apos; and &apos;Page Set&apos; cannot be used together.
Please turn one of those options off.</source>
        <translation>Die Einstellungen „Seiten pro Blatt“ und „Seitenauswahl“ können nicht zusammen verwendet werden.
Bitte deaktivieren Sie eine davon.</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Long side binding</source>
        <translation>An langer Kante spiegeln</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Page &amp;Set:</source>
        <translation>&amp;Seitenauswahl:</translation>
    </message>
    <message>
        <source>Print range</source>
        <translation>Druckbereich</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>Umgekehrte Reihenfolge</translation>
    </message>
    <message>
        <source>Short side binding</source>
        <translation>An kurzer Kante spiegeln</translation>
    </message>
    <message>
        <source>Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.</source>
        <translation>Geben Sie Seiten oder Bereiche durch Kommas getrennt ein. Ein Bereich besteht aus zwei Zahlen mit einem Bindestrich. Beispiel: 3,5-7,9 druckt die Seiten 3, 5, 6, 7 und 9.</translation>
    </message>
</context>
<context>
    <name>QProgressBar</name>
    <message>
        <source>%p%</source>
        <translation>%p %</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Page Down</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Page Up</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
</context>
<context>
    <name>QSpiAccessibleBridge</name>
    <message>
        <source>check box</source>
        <translation>Kontrollkästchen</translation>
    </message>
    <message>
        <source>graphic</source>
        <translation>Grafik</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>radio button</source>
        <translation>Optionsfeld</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
</context>
<context>
    <name>QStandardPaths</name>
    <message>
        <source>Temporary Directory</source>
        <translation>Temporärer Ordner</translation>
    </message>
</context>
<context>
    <name>QUnicodeControlCharacterMenu</name>
    <message>
        <source>FSI First strong isolate</source>
        <translation>FSI Isolierung nach erstem starkem Zeichen</translation>
    </message>
    <message>
        <source>LRE Start of left-to-right embedding</source>
        <translation>LRE Beginn einer Einbettung von links nach rechts</translation>
    </message>
    <message>
        <source>LRI Left-to-right isolate</source>
        <translation>LRI Isolierung von links nach rechts</translation>
    </message>
    <message>
        <source>LRM Left-to-right mark</source>
        <translation>LRM Links-nach-rechts-Zeichen</translation>
    </message>
    <message>
        <source>LRO Start of left-to-right override</source>
        <translation>LRO Beginn einer Überschreibung von links nach rechts</translation>
    </message>
    <message>
        <source>PDF Pop directional formatting</source>
        <translation>PDF Ende der Richtungsformatierung</translation>
    </message>
    <message>
        <source>PDI Pop directional isolate</source>
        <translation>PDI Ende der Richtungsisolierung</translation>
    </message>
    <message>
        <source>RLE Start of right-to-left embedding</source>
        <translation>RLE Beginn einer Einbettung von rechts nach links</translation>
    </message>
    <message>
        <source>RLI Right-to-left isolate</source>
        <translation>RLI Isolierung von rechts nach links</translation>
    </message>
    <message>
        <source>RLM Right-to-left mark</source>
        <translation>RLM Rechts-nach-links-Zeichen</translation>
    </message>
    <message>
        <source>RLO Start of right-to-left override</source>
        <translation>RLO Beginn einer Überschreibung von rechts nach links</translation>
    </message>
    <message>
        <source>ZWJ Zero width joiner</source>
        <translation>ZWJ Breitenloser Verbinder</translation>
    </message>
    <message>
        <source>ZWNJ Zero width non-joiner</source>
        <translation>ZWNJ Breitenloser Nichtverbinder</translation>
    </message>
    <message>
        <source>ZWSP Zero width space</source>
        <translation>ZWSP Breitenloses Leerzeichen</translation>
    </message>
</context>
</TS>
