<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>Steward</name>
    <message numerus="yes">
        <source>This took longer than %n second(s) and was stopped. Ask for less, for instance with a narrower filter.</source>
        <translation>
            <numerusform>This took longer than %n second and was stopped. Ask for less, for instance with a narrower filter.</numerusform>
            <numerusform>This took longer than %n seconds and was stopped. Ask for less, for instance with a narrower filter.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::HoldSheet</name>
    <message numerus="yes">
        <source>Put %n order(s) on hold</source>
        <translation>
            <numerusform>Put %n order on hold</numerusform>
            <numerusform>Put %n orders on hold</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::CancelSheet</name>
    <message numerus="yes">
        <source>Cancel %n order(s)</source>
        <translation>
            <numerusform>Cancel %n order</numerusform>
            <numerusform>Cancel %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrderSheet</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::UndoBar</name>
    <message numerus="yes">
        <source>%1 Messages and money leave in %n second(s).</source>
        <translation>
            <numerusform>%1 Messages and money leave in %n second.</numerusform>
            <numerusform>%1 Messages and money leave in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrderCommands</name>
    <message numerus="yes">
        <source>%1 shipped in %n parcel(s).</source>
        <translation>
            <numerusform>%1 shipped in %n parcel.</numerusform>
            <numerusform>%1 shipped in %n parcels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) cancelled.</source>
        <translation>
            <numerusform>%n order cancelled.</numerusform>
            <numerusform>%n orders cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It was done to none of the %n order(s).</source>
        <translation>
            <numerusform>It was not done to the order.</numerusform>
            <numerusform>It was done to none of the %n orders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It was done to %n of %1 orders.</source>
        <translation>
            <numerusform>It was done to %n of %1 orders.</numerusform>
            <numerusform>It was done to %n of %1 orders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) put on hold.</source>
        <translation>
            <numerusform>%n order put on hold.</numerusform>
            <numerusform>%n orders put on hold.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hold(s) released.</source>
        <translation>
            <numerusform>%n hold released.</numerusform>
            <numerusform>%n holds released.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ExportSheet</name>
    <message numerus="yes">
        <source>%Ln order(s)</source>
        <translation>
            <numerusform>%Ln order</numerusform>
            <numerusform>%Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) were written to %1.</source>
        <translation>
            <numerusform>%Ln order was written to %1.</numerusform>
            <numerusform>%Ln orders were written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) written so far…</source>
        <translation>
            <numerusform>%Ln order written so far…</numerusform>
            <numerusform>%Ln orders written so far…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::FilterBar</name>
    <message numerus="yes">
        <source>%Ln value(s)</source>
        <translation>
            <numerusform>%Ln value</numerusform>
            <numerusform>%Ln values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ListFooter</name>
    <message numerus="yes">
        <source>≈ %1 M order(s)</source>
        <translation>
            <numerusform>≈ %1 M orders</numerusform>
            <numerusform>≈ %1 M orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>≈ %Ln order(s)</source>
        <translation>
            <numerusform>≈ %Ln order</numerusform>
            <numerusform>≈ %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln+ order(s)</source>
        <translation>
            <numerusform>%Ln+ order</numerusform>
            <numerusform>%Ln+ orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s)</source>
        <translation>
            <numerusform>%Ln order</numerusform>
            <numerusform>%Ln orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrdersPage</name>
    <message numerus="yes">
        <source>Nothing was done: %Ln selected order(s) are still on their way. Scroll over them, then try again.</source>
        <translation>
            <numerusform>Nothing was done: %Ln selected order is still on its way. Scroll over it, then try again.</numerusform>
            <numerusform>Nothing was done: %Ln selected orders are still on their way. Scroll over them, then try again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was done: %Ln selected order(s) have left this list. Ask again with F5, then select anew.</source>
        <translation>
            <numerusform>Nothing was done: %Ln selected order has left this list. Ask again with F5, then select anew.</numerusform>
            <numerusform>Nothing was done: %Ln selected orders have left this list. Ask again with F5, then select anew.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::RecordTable</name>
    <message numerus="yes">
        <source>Nothing was copied: %Ln selected row(s) are still on their way. Scroll over them, then copy again.</source>
        <translation>
            <numerusform>Nothing was copied: %Ln selected row is still on its way. Scroll over it, then copy again.</numerusform>
            <numerusform>Nothing was copied: %Ln selected rows are still on their way. Scroll over them, then copy again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::Walk</name>
    <message numerus="yes">
        <source>Walked every page: %n picture(s) in %1</source>
        <translation>
            <numerusform>Walked every page: %n picture in %1</numerusform>
            <numerusform>Walked every page: %n pictures in %1</numerusform>
        </translation>
    </message>
</context>
</TS>
