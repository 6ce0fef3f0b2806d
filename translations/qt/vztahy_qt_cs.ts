<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cs_CZ" sourcelanguage="en">
<context>
    <name>MAC_APPLICATION_MENU</name>
    <message>
        <source>Show All</source>
        <translation>Zobrazit vše</translation>
    </message>
</context>
<context>
    <name>Print Device Input Slot</name>
    <message>
        <source>Automatic</source>
        <translation>Automaticky</translation>
    </message>
</context>
<context>
    <name>Print Device Output Bin</name>
    <message>
        <source>Automatic</source>
        <translation>Automaticky</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Alias</source>
        <translation>Zástupce</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Jednotka</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Soubor</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Složka souborů</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Folder</source>
        <comment>All other platforms</comment>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Zástupce</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Neznámý</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>Vybrat v&amp;še</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>Krok na&amp;horu</translation>
    </message>
</context>
<context>
    <name>QAccessibleActionInterface</name>
    <message>
        <source>Goes back a page</source>
        <translation>Přejde o stránku zpět</translation>
    </message>
    <message>
        <source>Goes to the next page</source>
        <translation>Přejde na další stránku</translation>
    </message>
    <message>
        <source>Scroll Left</source>
        <translation>Posunout doleva</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Posunout doprava</translation>
    </message>
    <message>
        <source>Scrolls down</source>
        <translation>Posune dolů</translation>
    </message>
    <message>
        <source>Scrolls to the left</source>
        <translation>Posune doleva</translation>
    </message>
    <message>
        <source>Scrolls to the right</source>
        <translation>Posune doprava</translation>
    </message>
    <message>
        <source>Scrolls up</source>
        <translation>Posune nahoru</translation>
    </message>
    <message>
        <source>Shows the menu</source>
        <translation>Zobrazí nabídku</translation>
    </message>
    <message>
        <source>Triggers the action</source>
        <translation>Provede akci</translation>
    </message>
</context>
<context>
    <name>QAccessibleColorWellItem</name>
    <message>
        <source>RGB %1, %2, %3</source>
        <translation>RGB %1, %2, %3</translation>
    </message>
</context>
<context>
    <name>QApplication</name>
    <message>
        <source>Application &quot;%1&quot; requires Qt %2, found Qt %3.</source>
        <translation>Aplikace „%1“ vyžaduje Qt %2, nalezeno bylo Qt %3.</translation>
    </message>
</context>
<context>
    <name>QCocoaMenuBar</name>
    <message>
        <source>Edit</source>
        <translation>Úpravy</translation>
    </message>
</context>
<context>
    <name>QColorDialog</name>
    <message>
        <source>&amp;Add to Custom Colors</source>
        <translation>&amp;Přidat k vlastním barvám</translation>
    </message>
    <message>
        <source>&amp;Custom colors</source>
        <translation>&amp;Vlastní barvy</translation>
    </message>
    <message>
        <source>&amp;Pick Screen Color</source>
        <translation>Vybra&amp;t barvu z obrazovky</translation>
    </message>
    <message>
        <source>&amp;Val:</source>
        <translation>&amp;Jas:</translation>
    </message>
    <message>
        <source>A&amp;lpha channel:</source>
        <translation>Kanál a&amp;lfa:</translation>
    </message>
    <message>
        <source>Cursor at %1, %2
Press ESC to cancel</source>
        <translation>Kurzor na pozici %1, %2
Klávesou Esc výběr zrušíte</translation>
    </message>
</context>
<context>
    <name>QComboBox</name>
    <message>
        <source>False</source>
        <translation>Nepravda</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Pravda</translation>
    </message>
</context>
<context>
    <name>QCupsJobWidget</name>
    <message>
        <source>&amp;Billing information:</source>
        <translation>Účtovací ú&amp;daje:</translation>
    </message>
    <message>
        <source>&amp;End:</source>
        <translation>&amp;Konec:</translation>
    </message>
    <message>
        <source>&amp;Start:</source>
        <translation>&amp;Začátek:</translation>
    </message>
    <message>
        <source>Job &amp;priority:</source>
        <translation>&amp;Priorita úlohy:</translation>
    </message>
    <message>
        <source>Job Control</source>
        <translation>Řízení úlohy</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Žádná</translation>
    </message>
    <message>
        <source>Scheduled &amp;printing:</source>
        <translation>&amp;Naplánovaný tisk:</translation>
    </message>
    <message>
        <source>Third Shift (00:00 to 07:59)</source>
        <translation>Třetí směna (00:00 až 07:59)</translation>
    </message>
</context>
<context>
    <name>QCupsPrinterSupport</name>
    <message>
        <source>Authentication Needed</source>
        <translation>Je třeba ověření</translation>
    </message>
    <message>
        <source>Authentication needed to use %1 on %2.</source>
        <translation>Použití tiskárny %1 na %2 vyžaduje ověření.</translation>
    </message>
    <message>
        <source>Authentication needed to use %1.</source>
        <translation>Použití tiskárny %1 vyžaduje ověření.</translation>
    </message>
    <message>
        <source>Password:</source>
        <translation>Heslo:</translation>
    </message>
    <message>
        <source>Username:</source>
        <translation>Uživatelské jméno:</translation>
    </message>
</context>
<context>
    <name>QErrorMessage</name>
    <message>
        <source>&amp;Show this message again</source>
        <translation>Tuto zprávu &amp;znovu zobrazovat</translation>
    </message>
    <message>
        <source>An error occurred</source>
        <translation>Došlo k chybě</translation>
    </message>
    <message>
        <source>Critical Error:</source>
        <translation>Kritická chyba:</translation>
    </message>
    <message>
        <source>Debug Message:</source>
        <translation>Ladicí zpráva:</translation>
    </message>
    <message>
        <source>Information:</source>
        <translation>Informace:</translation>
    </message>
</context>
<context>
    <name>QFile</name>
    <message>
        <source>Cannot create %1 for output: %2</source>
        <translation>Soubor %1 nelze vytvořit pro zápis: %2</translation>
    </message>
    <message>
        <source>Cannot open destination file: %1</source>
        <translation>Cílový soubor nelze otevřít: %1</translation>
    </message>
    <message>
        <source>Cannot open for output: %1</source>
        <translation>Soubor nelze otevřít pro zápis: %1</translation>
    </message>
    <message>
        <source>Cannot remove source file: %1</source>
        <translation>Zdrojový soubor nelze odstranit: %1</translation>
    </message>
    <message>
        <source>Could not copy to %1: %2</source>
        <translation>Do souboru %1 nelze kopírovat: %2</translation>
    </message>
    <message>
        <source>Error while renaming: %1</source>
        <translation>Chyba při přejmenování: %1</translation>
    </message>
    <message>
        <source>Failure to write block: %1</source>
        <translation>Zápis bloku se nezdařil: %1</translation>
    </message>
</context>
<context>
    <name>QFileDevice</name>
    <message>
        <source>No file engine available</source>
        <translation>Není dostupné žádné souborové rozhraní</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Složka nebyla nalezena.
Ověřte prosím, že jste zadali správný název složky.</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Soubor nebyl nalezen.
Ověřte prosím, že jste zadali správný název souboru.</translation>
    </message>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Hledat v:</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>Soubor „%1“ je chráněn proti zápisu.
Přesto jej chcete smazat?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>Opravdu chcete smazat „%1“?</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Přepnout na podrobnosti</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Přepnout na seznam</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Složku nelze smazat.</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Podrobnosti</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Složky</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Složka:</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Soubory &amp;typu:</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Najít složku</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vpřed</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Přejít zpět</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Přejít vpřed</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Přejít do nadřazené složky</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Seznam</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Nadřazená složka</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Zástupce</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Zobrazit </translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Zobrazovat skryté soubory</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>&lt;b&gt;The name &quot;%1&quot; cannot be used.&lt;/b&gt;&lt;p&gt;Try using another name, with fewer characters or no punctuation marks.</source>
        <translation>&lt;b&gt;Název „%1“ nelze použít.&lt;/b&gt;&lt;p&gt;Zkuste jiný název, kratší nebo bez interpunkčních znamének.</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Tento počítač</translation>
    </message>
</context>
<context>
    <name>QFontDialog</name>
    <message>
        <source>&amp;Font</source>
        <translation>&amp;Písmo</translation>
    </message>
    <message>
        <source>Wr&amp;iting System</source>
        <translation>Pís&amp;emný systém</translation>
    </message>
</context>
<context>
    <name>QIODevice</name>
    <message>
        <source>No space left on device</source>
        <translation>Na zařízení není volné místo</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Soubor nebo složka neexistuje</translation>
    </message>
</context>
<context>
    <name>QImageWriter</name>
    <message>
        <source>Cannot open device for writing: %1</source>
        <translation>Zařízení nelze otevřít pro zápis: %1</translation>
    </message>
    <message>
        <source>Image is empty</source>
        <translation>Obrázek je prázdný</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Redo</source>
        <translation>Z&amp;novu</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Vyj&amp;mout</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>&lt;h3&gt;About Qt&lt;/h3&gt;&lt;p&gt;This program uses Qt version %1.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;O Qt&lt;/h3&gt;&lt;p&gt;Tento program používá Qt verze %1.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Skrýt podrobnosti…</translation>
    </message>
    <message>
        <source>Show Details...</source>
        <translation>Zobrazit podrobnosti…</translation>
    </message>
</context>
<context>
    <name>QMimeType</name>
    <message>
        <source>7-zip archive</source>
        <translation>Archiv 7-Zip</translation>
    </message>
    <message>
        <source>AV1 Image File</source>
        <translation>Obrázek AVIF</translation>
    </message>
    <message>
        <source>Apple Icon Image Format</source>
        <translation>Ikona Apple</translation>
    </message>
    <message>
        <source>Audio Video Interleave File</source>
        <translation>Video AVI</translation>
    </message>
    <message>
        <source>BZip2 compressed tar file</source>
        <translation>Archiv tar s kompresí bzip2</translation>
    </message>
    <message>
        <source>Bzip 2 UNIX Compressed File</source>
        <translation>Archiv bzip2</translation>
    </message>
    <message>
        <source>Cascading Style Sheet</source>
        <translation>Styly CSS</translation>
    </message>
    <message>
        <source>Configuration file</source>
        <translation>Konfigurační soubor</translation>
    </message>
    <message>
        <source>DOS/Windows executable (EXE)</source>
        <translation>Program pro Windows</translation>
    </message>
    <message>
        <source>Desktop file</source>
        <translation>Soubor spouštěče</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Electronic Publication</source>
        <translation>Elektronická kniha EPUB</translation>
    </message>
    <message>
        <source>Empty document</source>
        <translation>Prázdný dokument</translation>
    </message>
    <message>
        <source>Extensible Markup Language</source>
        <translation>Dokument XML</translation>
    </message>
    <message>
        <source>Graphics Interchange Format</source>
        <translation>Obrázek GIF</translation>
    </message>
    <message>
        <source>Gzip Compressed Archive</source>
        <translation>Archiv gzip</translation>
    </message>
    <message>
        <source>HEIF - High Efficiency Image File</source>
        <translation>Obrázek HEIF</translation>
    </message>
    <message>
        <source>HEIF Image using HEVC Codec</source>
        <translation>Obrázek HEIC</translation>
    </message>
    <message>
        <source>HyperText Markup Language</source>
        <translation>Dokument HTML</translation>
    </message>
    <message>
        <source>Java Archive</source>
        <translation>Archiv Java</translation>
    </message>
    <message>
        <source>JavaScript Source Code</source>
        <translation>Zdrojový kód JavaScriptu</translation>
    </message>
    <message>
        <source>Joint Photographic Experts Group</source>
        <translation>Obrázek JPEG</translation>
    </message>
    <message>
        <source>MP4 container format</source>
        <translation>Video MP4</translation>
    </message>
    <message>
        <source>MPEG-1 Audio Layer 3</source>
        <translation>Zvuk MP3</translation>
    </message>
    <message>
        <source>Markdown document</source>
        <translation>Dokument Markdown</translation>
    </message>
    <message>
        <source>Markdown source code</source>
        <translation>Dokument Markdown</translation>
    </message>
    <message>
        <source>Microsoft Excel Spreadsheet</source>
        <translation>Sešit aplikace Excel 97–2003</translation>
    </message>
    <message>
        <source>Microsoft Outlook Message</source>
        <translation>Zpráva aplikace Outlook</translation>
    </message>
    <message>
        <source>Microsoft Powerpoint Presentation</source>
        <translation>Prezentace aplikace PowerPoint 97–2003</translation>
    </message>
    <message>
        <source>Microsoft Visio Diagram</source>
        <translation>Výkres aplikace Visio</translation>
    </message>
    <message>
        <source>Microsoft Windows Installer</source>
        <translation>Instalátor Windows</translation>
    </message>
    <message>
        <source>Microsoft Word Document</source>
        <translation>Dokument aplikace Word 97–2003</translation>
    </message>
    <message>
        <source>Office Open XML Document</source>
        <translation>Dokument aplikace Word</translation>
    </message>
    <message>
        <source>Office Open XML Document (macro-enabled)</source>
        <translation>Dokument aplikace Word s makry</translation>
    </message>
    <message>
        <source>Office Open XML Document Template</source>
        <translation>Šablona aplikace Word</translation>
    </message>
    <message>
        <source>Office Open XML Presentation</source>
        <translation>Prezentace aplikace PowerPoint</translation>
    </message>
    <message>
        <source>Office Open XML Workbook</source>
        <translation>Sešit aplikace Excel</translation>
    </message>
    <message>
        <source>Office Open XML Workbook (macro-enabled)</source>
        <translation>Sešit aplikace Excel s makry</translation>
    </message>
    <message>
        <source>Office Open XML Workbook Template</source>
        <translation>Šablona aplikace Excel</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Graphics document (Drawing)</source>
        <translation>Kresba OpenDocument</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Presentation document</source>
        <translation>Prezentace OpenDocument</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Spreadsheet document</source>
        <translation>Tabulka OpenDocument</translation>
    </message>
    <message>
        <source>OpenDocument v1.0: Text document</source>
        <translation>Text OpenDocument</translation>
    </message>
    <message>
        <source>OpenType Font</source>
        <translation>Písmo OpenType</translation>
    </message>
    <message>
        <source>Outlook Personal Folders File Format</source>
        <translation>Datový soubor aplikace Outlook</translation>
    </message>
    <message>
        <source>Password Protected OOXML File</source>
        <translation>Dokument Office chráněný heslem</translation>
    </message>
    <message>
        <source>Photoshop Image</source>
        <translation>Obrázek Photoshopu</translation>
    </message>
    <message>
        <source>Portable Document Format</source>
        <translation>Dokument PDF</translation>
    </message>
    <message>
        <source>Portable Network Graphics</source>
        <translation>Obrázek PNG</translation>
    </message>
    <message>
        <source>Python script</source>
        <translation>Skript Pythonu</translation>
    </message>
    <message>
        <source>QuickTime Video</source>
        <translation>Video QuickTime</translation>
    </message>
    <message>
        <source>RAR archive</source>
        <translation>Archiv RAR</translation>
    </message>
    <message>
        <source>Rich Text Format File</source>
        <translation>Dokument RTF</translation>
    </message>
    <message>
        <source>SQL code</source>
        <translation>Kód SQL</translation>
    </message>
    <message>
        <source>Scalable Vector Graphics</source>
        <translation>Obrázek SVG</translation>
    </message>
    <message>
        <source>TOML document</source>
        <translation>Dokument TOML</translation>
    </message>
    <message>
        <source>Tagged Image File Format</source>
        <translation>Obrázek TIFF</translation>
    </message>
    <message>
        <source>Temporary files created by MSOffice applications</source>
        <translation>Dočasný soubor Microsoft Office</translation>
    </message>
    <message>
        <source>TrueType Font</source>
        <translation>Písmo TrueType</translation>
    </message>
    <message>
        <source>UNIX/LINUX Shell Script</source>
        <translation>Skript shellu</translation>
    </message>
    <message>
        <source>Windows Batch / Command File</source>
        <translation>Dávkový soubor Windows</translation>
    </message>
    <message>
        <source>Windows bitmap</source>
        <translation>Obrázek BMP</translation>
    </message>
    <message>
        <source>YAML source code</source>
        <translation>Dokument YAML</translation>
    </message>
    <message>
        <source>application log</source>
        <translation>Protokol programu</translation>
    </message>
</context>
<context>
    <name>QPPDOptionsModel</name>
    <message>
        <source>Name</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Hodnota</translation>
    </message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message>
        <source>Custom</source>
        <translation>Vlastní</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Na šířku</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Orientace</translation>
    </message>
    <message>
        <source>Page &amp;order:</source>
        <translation>P&amp;ořadí stránek:</translation>
    </message>
    <message>
        <source>Page Layout</source>
        <translation>Rozložení stránky</translation>
    </message>
    <message>
        <source>Page size:</source>
        <translation>Velikost stránky:</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>Stránek na &amp;list:</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Na výšku</translation>
    </message>
    <message>
        <source>Reverse landscape</source>
        <translation>Na šířku obráceně</translation>
    </message>
    <message>
        <source>Reverse portrait</source>
        <translation>Na výšku obráceně</translation>
    </message>
</context>
<context>
    <name>QPageSize</name>
    <message>
        <source>Envelope Chou 3</source>
        <translation>Obálka Chou 3</translation>
    </message>
    <message>
        <source>Envelope Chou 4</source>
        <translation>Obálka Chou 4</translation>
    </message>
    <message>
        <source>Envelope You 4</source>
        <translation>Obálka You 4</translation>
    </message>
    <message>
        <source>Executive (7.25 x 10.5 in)</source>
        <translation>Executive (7,25 x 10,5 in)</translation>
    </message>
    <message>
        <source>Executive (7.5 x 10 in)</source>
        <translation>Executive (7,5 x 10 in)</translation>
    </message>
    <message>
        <source>Fan-fold German (8.5 x 12 in)</source>
        <translation>Skládaný německý (8,5 x 12 in)</translation>
    </message>
    <message>
        <source>Fan-fold German Legal (8.5 x 13 in)</source>
        <translation>Skládaný německý Legal (8,5 x 13 in)</translation>
    </message>
    <message>
        <source>Fan-fold US (14.875 x 11 in)</source>
        <translation>Skládaný US (14,875 x 11 in)</translation>
    </message>
    <message>
        <source>Folio (8.27 x 13 in)</source>
        <translation>Folio (8,27 x 13 in)</translation>
    </message>
    <message>
        <source>Quarto</source>
        <translation>Quarto</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Abort</source>
        <translation>Přerušit</translation>
    </message>
    <message>
        <source>N&amp;o to All</source>
        <translation>N&amp;e všem</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Obnovit</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Obnovit výchozí hodnoty</translation>
    </message>
    <message>
        <source>Yes to &amp;All</source>
        <translation>Ano &amp;všem</translation>
    </message>
</context>
<context>
    <name>QPrintDialog</name>
    <message>
        <source>%1 already exists.
Do you want to overwrite it?</source>
        <translation>Soubor %1 již existuje.
Chcete jej přepsat?</translation>
    </message>
    <message>
        <source>%1 does not follow the correct syntax. Please use &apos;,&apos; to separate ranges and pages, &apos;-&apos; to define ranges and make sure ranges do not intersect with each other.</source>
        <translation>Zápis „%1“ není správný. Stránky a rozsahy oddělujte čárkou, rozsah zapište se spojovníkem a dbejte, aby se rozsahy nepřekrývaly.</translation>
    </message>
    <message>
        <source>%1 is a directory.
Please choose a different file name.</source>
        <translation>%1 je složka.
Zvolte prosím jiný název souboru.</translation>
    </message>
    <message>
        <source>&amp;Options &lt;&lt;</source>
        <translation>&amp;Možnosti &lt;&lt;</translation>
    </message>
    <message>
        <source>&amp;Options &gt;&gt;</source>
        <translation>&amp;Možnosti &gt;&gt;</translation>
    </message>
    <message>
        <source>All Pages</source>
        <translation>Všechny stránky</translation>
    </message>
    <message>
        <source>Duplex Settings Conflicts</source>
        <translation>Rozpor v nastavení oboustranného tisku</translation>
    </message>
    <message>
        <source>Even Pages</source>
        <translation>Sudé stránky</translation>
    </message>
    <message>
        <source>File %1 is not writable.
Please choose a different file name.</source>
        <translation>Do souboru %1 nelze zapisovat.
Zvolte prosím jiný název souboru.</translation>
    </message>
    <message>
        <source>Invalid Pages Definition</source>
        <translation>Neplatné určení stránek</translation>
    </message>
    <message>
        <source>Odd Pages</source>
        <translation>Liché stránky</translation>
    </message>
    <message>
        <source>Options &apos;Pages Per Sheet&apos; and &apos;Page Set&apos; cannot be used together.
Please turn one of those options off.</source>
        <translation>Volby „Stránek na list“ a „Sada stránek“ nelze použít současně.
Jednu z nich prosím vypněte.</translation>
    </message>
    <message>
        <source>Print To File ...</source>
        <translation>Tisk do souboru…</translation>
    </message>
    <message>
        <source>There are conflicts in duplex settings. Do you want to fix them?</source>
        <translation>Nastavení oboustranného tisku si odporuje. Chcete je opravit?</translation>
    </message>
    <message>
        <source>Write PDF file</source>
        <translation>Uložit soubor PDF</translation>
    </message>
</context>
<context>
    <name>QPrintPreviewDialog</name>
    <message>
        <source>First page</source>
        <translation>První stránka</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>Celá stránka</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>Na šířku okna</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Na šířku</translation>
    </message>
    <message>
        <source>Last page</source>
        <translation>Poslední stránka</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Další stránka</translation>
    </message>
    <message>
        <source>Page Setup</source>
        <translation>Vzhled stránky</translation>
    </message>
    <message>
        <source>Page setup</source>
        <translation>Vzhled stránky</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Na výšku</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Předchozí stránka</translation>
    </message>
    <message>
        <source>Show facing pages</source>
        <translation>Zobrazit protilehlé stránky</translation>
    </message>
    <message>
        <source>Show overview of all pages</source>
        <translation>Zobrazit přehled všech stránek</translation>
    </message>
    <message>
        <source>Show single page</source>
        <translation>Zobrazit jednu stránku</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesDialog</name>
    <message>
        <source>Advanced Option Conflicts</source>
        <translation>Rozpor v pokročilých volbách</translation>
    </message>
    <message>
        <source>Job Options</source>
        <translation>Možnosti úlohy</translation>
    </message>
    <message>
        <source>Page Setup Conflicts</source>
        <translation>Rozpor ve vzhledu stránky</translation>
    </message>
    <message>
        <source>There are conflicts in page setup options. Do you want to fix them?</source>
        <translation>Volby vzhledu stránky si odporují. Chcete je opravit?</translation>
    </message>
    <message>
        <source>There are conflicts in some advanced options. Do you want to fix them?</source>
        <translation>Některé pokročilé volby si odporují. Chcete je opravit?</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesWidget</name>
    <message>
        <source>Advanced</source>
        <translation>Pokročilé</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Stránka</translation>
    </message>
    <message>
        <source>There are conflicts in some options. Please fix them.</source>
        <translation>Některé volby si odporují. Opravte je, prosím.</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Collate</source>
        <translation>Kompletovat</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Barevně</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <source>Copies:</source>
        <translation>Počet kopií:</translation>
    </message>
    <message>
        <source>Current Page</source>
        <translation>Aktuální stránka</translation>
    </message>
    <message>
        <source>Double Sided Printing</source>
        <translation>Oboustranný tisk</translation>
    </message>
    <message>
        <source>Grayscale</source>
        <translation>Ve stupních šedi</translation>
    </message>
    <message>
        <source>Long side binding</source>
        <translation>Vazba po delší straně</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Vypnuto</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Možnosti</translation>
    </message>
    <message>
        <source>Page &amp;Set:</source>
        <translation>&amp;Sada stránek:</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Stránky</translation>
    </message>
    <message>
        <source>Pages from</source>
        <translation>Stránky od</translation>
    </message>
    <message>
        <source>Print all</source>
        <translation>Vytisknout vše</translation>
    </message>
    <message>
        <source>Print range</source>
        <translation>Rozsah tisku</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>Obrácené pořadí</translation>
    </message>
    <message>
        <source>Short side binding</source>
        <translation>Vazba po kratší straně</translation>
    </message>
    <message>
        <source>Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.</source>
        <translation>Zadejte stránky nebo rozsahy oddělené čárkami. Rozsah tvoří dvě čísla oddělená spojovníkem. Například 3,5-7,9 vytiskne stránky 3, 5, 6, 7 a 9.</translation>
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
    <name>QSaveFile</name>
    <message>
        <source>Existing file %1 is not writable</source>
        <translation>Do existujícího souboru %1 nelze zapisovat</translation>
    </message>
    <message>
        <source>Filename refers to a directory</source>
        <translation>Název souboru označuje složku</translation>
    </message>
    <message>
        <source>QSaveFile cannot open &apos;%1&apos; without direct write fallback enabled.</source>
        <translation>Soubor „%1“ nelze bez přímého zápisu otevřít.</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Page down</source>
        <translation>O stránku dolů</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>O stránku doleva</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>O stránku doprava</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>O stránku nahoru</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Posunout dolů</translation>
    </message>
    <message>
        <source>Scroll here</source>
        <translation>Posunout sem</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Posunout doleva</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Posunout doprava</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Posunout nahoru</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Adjust contrast</source>
        <translation>Upravit kontrast</translation>
    </message>
    <message>
        <source>Backtab</source>
        <translation>Backtab</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>Bluetooth</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalendář</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Eisu Shift</source>
        <translation>Eisu Shift</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Přejít</translation>
    </message>
    <message>
        <source>Kana Lock</source>
        <translation>Kana Lock</translation>
    </message>
    <message>
        <source>Kana Shift</source>
        <translation>Kana Shift</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Klávesnice</translation>
    </message>
    <message>
        <source>Launch (G)</source>
        <translation>Spustit (G)</translation>
    </message>
    <message>
        <source>Launch (H)</source>
        <translation>Spustit (H)</translation>
    </message>
    <message>
        <source>Memo</source>
        <translation>Poznámka</translation>
    </message>
    <message>
        <source>Messenger</source>
        <translation>Messenger</translation>
    </message>
    <message>
        <source>Number Lock</source>
        <translation>Num Lock</translation>
    </message>
    <message>
        <source>Page Down</source>
        <translation>Page Down</translation>
    </message>
    <message>
        <source>To-do list</source>
        <translation>Seznam úkolů</translation>
    </message>
</context>
<context>
    <name>QSpiAccessibleBridge</name>
    <message>
        <source>block quote</source>
        <translation>bloková citace</translation>
    </message>
    <message>
        <source>desktop</source>
        <translation>plocha</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Popisek</translation>
    </message>
    <message>
        <source>notification</source>
        <translation>oznámení</translation>
    </message>
    <message>
        <source>progress bar</source>
        <translation>Průběh</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>přepínač</translation>
    </message>
    <message>
        <source>terminal</source>
        <translation>terminál</translation>
    </message>
    <message>
        <source>title bar</source>
        <translation>Záhlaví okna</translation>
    </message>
    <message>
        <source>tool tip</source>
        <translation>Popis nástroje</translation>
    </message>
</context>
<context>
    <name>QStandardPaths</name>
    <message>
        <source>Desktop</source>
        <translation>Plocha</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Stažené soubory</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Domovská složka</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Veřejné</translation>
    </message>
    <message>
        <source>Shared State</source>
        <translation>Sdílený stav</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stav</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Šablony</translation>
    </message>
    <message>
        <source>Temporary Directory</source>
        <translation>Dočasná složka</translation>
    </message>
    <message>
        <source>Temporary Items</source>
        <translation>Dočasné položky</translation>
    </message>
</context>
<context>
    <name>QTabBar</name>
    <message>
        <source>Scroll Left</source>
        <translation>Posunout doleva</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Posunout doprava</translation>
    </message>
</context>
<context>
    <name>QUnicodeControlCharacterMenu</name>
    <message>
        <source>FSI First strong isolate</source>
        <translation>FSI Izolace podle prvního silného znaku</translation>
    </message>
    <message>
        <source>Insert Unicode control character</source>
        <translation>Vložit řídicí znak Unicode</translation>
    </message>
    <message>
        <source>LRI Left-to-right isolate</source>
        <translation>LRI Izolace zleva doprava</translation>
    </message>
    <message>
        <source>PDI Pop directional isolate</source>
        <translation>PDI Konec izolace směru</translation>
    </message>
    <message>
        <source>RLI Right-to-left isolate</source>
        <translation>RLI Izolace zprava doleva</translation>
    </message>
    <message>
        <source>ZWJ Zero width joiner</source>
        <translation>ZWJ Spojovač nulové šířky</translation>
    </message>
    <message>
        <source>ZWNJ Zero width non-joiner</source>
        <translation>ZWNJ Rozpojovač nulové šířky</translation>
    </message>
    <message>
        <source>ZWSP Zero width space</source>
        <translation>ZWSP Mezera nulové šířky</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Redo</source>
        <translation>Z&amp;novu</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Kopírovat &amp;adresu odkazu</translation>
    </message>
</context>
<context>
    <name>QWindowsUiaMainProvider</name>
    <message>
        <source>blockquote</source>
        <translation>bloková citace</translation>
    </message>
</context>
<context>
    <name>QWizard</name>
    <message>
        <source>Go Back</source>
        <translation>Zpět</translation>
    </message>
</context>
<context>
    <name>quiaccessibilityelement</name>
    <message>
        <source>checked</source>
        <translation>zaškrtnuto</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>nezaškrtnuto</translation>
    </message>
</context>
</TS>
