<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>PhotoPage</name>
    <message numerus="yes">
        <source>%n faces: click one or press its number.</source>
        <translation>
            <numerusform>%n face: click it or press its number.</numerusform>
            <numerusform>%n faces: click one or press its number.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message numerus="yes">
        <source>%n avatar(s)</source>
        <translation>
            <numerusform>%n avatar</numerusform>
            <numerusform>%n avatars</numerusform>
        </translation>
    </message>
</context>
</TS>
