<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>bozzetto::Studio</name>
    <message numerus="yes">
        <source>%1, %n view(s)</source>
        <translation>
            <numerusform>%1, %n view</numerusform>
            <numerusform>%1, %n views</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewBar</name>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <comment>size of a point</comment>
        <translation>
            <numerusform>%n pixel</numerusform>
            <numerusform>%n pixels</numerusform>
        </translation>
    </message>
</context>
</TS>
