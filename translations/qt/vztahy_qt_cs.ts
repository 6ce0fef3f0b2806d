<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cs_CZ" sourcelanguage="en">
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
        <source>Shortcut</source>
        <translation>Zástupce</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Neznámý</translation>
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
        <source>Scheduled &amp;printing:</source>
        <translation>&amp;Naplánovaný tisk:</translation>
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
        <source>An error occurred</source>
        <translation>Došlo k chybě</translation>
    </message>
    <message>
        <source>Critical Error:</source>
        <translation>Kritická chyba:</translation>
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
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Hledat v:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Soubory &amp;typu:</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>&lt;b&gt;The name &quot;%1&quot; cannot be used.&lt;/b&gt;&lt;p&gt;Try using another name, with fewer characters or no punctuation marks.</source>
        <translation>&lt;b&gt;Název „%1“ nelze použít.&lt;/b&gt;&lt;p&gt;Zkuste jiný název, kratší nebo bez interpunkčních znamének.</translation>
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
        <source>Page &amp;order:</source>
        <translation>P&amp;ořadí stránek:</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>Stránek na &amp;list:</translation>
    </message>
</context>
<context>
    <name>QPrintDialog</name>
    <message>
        <source>%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make sure ranges do not intersect with each other.</source>
        <translation>Zápis „%1“ není správný. Stránky a rozsahy oddělujte čárkou, rozsah zapište se spojovníkem a dbejte, aby se rozsahy nepřekrývaly.</translation>
    </message>
    <message>
        <source>Duplex Settings Conflicts</source>
        <translation>Rozpor v nastavení oboustranného tisku</translation>
    </message>
    <message>
        <source>Invalid Pages Definition</source>
        <translation>Neplatné určení stránek</translation>
    </message>
    <message>
        <source>There are conflicts in duplex settings. Do you want to fix them?</source>
        <translation>Nastavení oboustranného tisku si odporuje. Chcete je opravit?</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesDialog</name>
    <message>
        <source>Advanced Option Conflicts</source>
        <translation>Rozpor v pokročilých volbách</translation>
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
        <source>There are conflicts in some options. Please fix them.</source>
        <translation>Některé volby si odporují. Opravte je, prosím.</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Double Sided Printing</source>
        <translation>Oboustranný tisk</translation>
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
        <source>Page &amp;Set:</source>
        <translation>&amp;Sada stránek:</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Stránky</translation>
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
        <source>QSaveFile cannot open '%1' without direct write fallback enabled.</source>
        <translation>Soubor „%1“ nelze bez přímého zápisu otevřít.</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Adjust contrast</source>
        <translation>Upravit kontrast</translation>
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
        <source>notification</source>
        <translation>oznámení</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>přepínač</translation>
    </message>
    <message>
        <source>terminal</source>
        <translation>terminál</translation>
    </message>
</context>
<context>
    <name>QStandardPaths</name>
    <message>
        <source>Downloads</source>
        <translation>Stažené soubory</translation>
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
        <source>Temporary Items</source>
        <translation>Dočasné položky</translation>
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
