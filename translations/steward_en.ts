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
    <name>Steward::OrderActions</name>
    <message numerus="yes">
        <source>Release: %1 (%n line(s))</source>
        <translation>
            <numerusform>Release: %1 (%n line)</numerusform>
            <numerusform>Release: %1 (%n lines)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release these %n</source>
        <translation>
            <numerusform>Release this one</numerusform>
            <numerusform>Release these %n</numerusform>
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
        <source>%n line(s) put on hold.</source>
        <translation>
            <numerusform>%n line put on hold.</numerusform>
            <numerusform>%n lines put on hold.</numerusform>
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
    <message numerus="yes">
        <source>%Ln order(s) have no e-mail address, so their customers are not told: %1.</source>
        <translation>
            <numerusform>%Ln order has no e-mail address, so the customer is not told: %1.</numerusform>
            <numerusform>%Ln orders have no e-mail address, so their customers are not told: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) shipped.</source>
        <translation>
            <numerusform>%n order shipped.</numerusform>
            <numerusform>%n orders shipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) assigned to nobody.</source>
        <translation>
            <numerusform>%n order assigned to nobody.</numerusform>
            <numerusform>%n orders assigned to nobody.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) assigned to %1.</source>
        <translation>
            <numerusform>%n order assigned to %1.</numerusform>
            <numerusform>%n orders assigned to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n order(s) changed.</source>
        <translation>
            <numerusform>Tags of %n order changed.</numerusform>
            <numerusform>Tags of %n orders changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other open order(s) corrected too.</source>
        <translation>
            <numerusform>%n other open order corrected too.</numerusform>
            <numerusform>%n other open orders corrected too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other open order(s) said something else, which was left.</source>
        <translation>
            <numerusform>%n other open order said something else, which was left.</numerusform>
            <numerusform>%n other open orders said something else, which was left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of %1 returned to stock.</source>
        <translation>
            <numerusform>%n piece of %1 returned to stock.</numerusform>
            <numerusform>%n pieces of %1 returned to stock.</numerusform>
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
    <message numerus="yes">
        <source>%n thing(s) you typed before and did not send were kept. Ctrl+Shift+K shows them; nothing was sent.</source>
        <translation>
            <numerusform>%n thing you typed before and did not send was kept. Ctrl+Shift+K shows it; nothing was sent.</numerusform>
            <numerusform>%n things you typed before and did not send were kept. Ctrl+Shift+K shows them; nothing was sent.</numerusform>
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
<context>
    <name>Steward::BulkRuns</name>
    <message numerus="yes">
        <source>Put %Ln order(s) on hold</source>
        <translation>
            <numerusform>Put %Ln order on hold</numerusform>
            <numerusform>Put %Ln orders on hold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %Ln order(s)</source>
        <translation>
            <numerusform>Cancel %Ln order</numerusform>
            <numerusform>Cancel %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ship %Ln order(s)</source>
        <translation>
            <numerusform>Ship %Ln order</numerusform>
            <numerusform>Ship %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Assign %Ln order(s)</source>
        <translation>
            <numerusform>Assign %Ln order</numerusform>
            <numerusform>Assign %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the tags of %Ln order(s)</source>
        <translation>
            <numerusform>Change the tags of %Ln order</numerusform>
            <numerusform>Change the tags of %Ln orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::BulkWindow</name>
    <message numerus="yes">
        <source>Change %Ln order(s)</source>
        <translation>
            <numerusform>Change %Ln order</numerusform>
            <numerusform>Change %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %Ln order(s), leave the others alone</source>
        <translation>
            <numerusform>Take back %Ln order, leave the others alone</numerusform>
            <numerusform>Take back %Ln orders, leave the others alone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln order(s)</source>
        <translation>
            <numerusform>All (%Ln order)</numerusform>
            <numerusform>All %Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be left as they are, see why below.</source>
        <translation>
            <numerusform>%Ln order will be left as it is, see why below.</numerusform>
            <numerusform>%Ln orders will be left as they are, see why below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done to %Ln order(s).</source>
        <translation>
            <numerusform>Done to %Ln order.</numerusform>
            <numerusform>Done to %Ln orders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taken back for %Ln order(s).</source>
        <translation>
            <numerusform>Taken back for %Ln order.</numerusform>
            <numerusform>Taken back for %Ln orders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) could not be taken back, see why below.</source>
        <translation>
            <numerusform>%Ln order could not be taken back, see why below.</numerusform>
            <numerusform>%Ln orders could not be taken back, see why below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) were left as they are, see why below.</source>
        <translation>
            <numerusform>%Ln order was left as it is, see why below.</numerusform>
            <numerusform>%Ln orders were left as they are, see why below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::GatherSheet</name>
    <message numerus="yes">
        <source>%Ln order(s) found so far…</source>
        <translation>
            <numerusform>%Ln order found so far…</numerusform>
            <numerusform>%Ln orders found so far…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ShipWholeSheet</name>
    <message numerus="yes">
        <source>Ship %n order(s)</source>
        <translation>
            <numerusform>Ship %n order</numerusform>
            <numerusform>Ship %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::AssignSheet</name>
    <message numerus="yes">
        <source>Assign %n order(s)</source>
        <translation>
            <numerusform>Assign %n order</numerusform>
            <numerusform>Assign %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Assign %n order(s) to you</source>
        <translation>
            <numerusform>Assign one order to you</numerusform>
            <numerusform>Assign %n orders to you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::TagSheet</name>
    <message numerus="yes">
        <source>Tags of %n order(s)</source>
        <translation>
            <numerusform>Tags of %n order</numerusform>
            <numerusform>Tags of %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::StockSheet</name>
    <message numerus="yes">
        <source>%n piece(s) go back to stock.</source>
        <translation>
            <numerusform>%n piece goes back to stock.</numerusform>
            <numerusform>%n pieces go back to stock.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::MessageSheet</name>
    <message numerus="yes">
        <source>It waits %n second(s) before it leaves; Undo takes it back until then.</source>
        <translation>
            <numerusform>It waits %n second before it leaves; Undo takes it back until then.</numerusform>
            <numerusform>It waits %n seconds before it leaves; Undo takes it back until then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ContactSheet</name>
    <message numerus="yes">
        <source>These, and the customer’s %n other open order(s)</source>
        <translation>
            <numerusform>These, and the customer’s %n other open order</numerusform>
            <numerusform>These, and the customer’s %n other open orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finished order(s) of the customer keep what they have.</source>
        <translation>
            <numerusform>%n finished order of the customer keeps what it has.</numerusform>
            <numerusform>%n finished orders of the customer keep what they have.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrderDifferences</name>
    <message numerus="yes">
        <source>%n further change(s).</source>
        <translation>
            <numerusform>%n further change.</numerusform>
            <numerusform>%n further changes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::CarrierSheet</name>
    <message numerus="yes">
        <source>Carrier file for %n order(s)</source>
        <translation>
            <numerusform>Carrier file for %n order</numerusform>
            <numerusform>Carrier file for %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing else of an order is in the file. %1 has to delete it after %n day(s). The store keeps a record: who made it, for whom, which fields and orders.</source>
        <translation>
            <numerusform>Nothing else of an order is in the file. %1 has to delete it after %n day. The store keeps a record: who made it, for whom, which fields and orders.</numerusform>
            <numerusform>Nothing else of an order is in the file. %1 has to delete it after %n days. The store keeps a record: who made it, for whom, which fields and orders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) are left out:</source>
        <translation>
            <numerusform>%n order is left out:</numerusform>
            <numerusform>%n orders are left out:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) go into the file.</source>
        <translation>
            <numerusform>%n order goes into the file.</numerusform>
            <numerusform>%n orders go into the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) were written to %1.</source>
        <translation>
            <numerusform>%n order was written to %1.</numerusform>
            <numerusform>%n orders were written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::DisclosuresPage</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::Unsent</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrderWindows</name>
    <message numerus="yes">
        <source>%n more window(s) of orders were not opened again.</source>
        <translation>
            <numerusform>%n more window of an order was not opened again.</numerusform>
            <numerusform>%n more windows of orders were not opened again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s) of orders that cannot be shown any more were not opened again.</source>
        <translation>
            <numerusform>%n window of an order that cannot be shown any more was not opened again.</numerusform>
            <numerusform>%n windows of orders that cannot be shown any more were not opened again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::PhoneOrderForm</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::Papers</name>
    <message numerus="yes">
        <source>%n piece(s) sent</source>
        <translation>
            <numerusform>%n piece sent</numerusform>
            <numerusform>%n pieces sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) enclosed</source>
        <translation>
            <numerusform>%n piece enclosed</numerusform>
            <numerusform>%n pieces enclosed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln packing slip(s)</source>
        <translation>
            <numerusform>%Ln packing slip</numerusform>
            <numerusform>%Ln packing slips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln invoice(s)</source>
        <translation>
            <numerusform>%Ln invoice</numerusform>
            <numerusform>%Ln invoices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln credit note(s)</source>
        <translation>
            <numerusform>%Ln credit note</numerusform>
            <numerusform>%Ln credit notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::PaperSheet</name>
    <message numerus="yes">
        <source>Give numbers to %n refund(s)</source>
        <translation>
            <numerusform>Give a number to %n refund</numerusform>
            <numerusform>Give numbers to %n refunds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) have no number for this paper yet.</source>
        <translation>
            <numerusform>%n order has no number for this paper yet.</numerusform>
            <numerusform>%n orders have no number for this paper yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refund(s) have no credit note yet.</source>
        <translation>
            <numerusform>%n refund has no credit note yet.</numerusform>
            <numerusform>%n refunds have no credit note yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) went to the printer.</source>
        <translation>
            <numerusform>%n page went to the printer.</numerusform>
            <numerusform>%n pages went to the printer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) were written to %1.</source>
        <translation>
            <numerusform>%n page was written to %1.</numerusform>
            <numerusform>%n pages were written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) have no such paper:</source>
        <translation>
            <numerusform>%n order has no such paper:</numerusform>
            <numerusform>%n orders have no such paper:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give numbers to %n order(s)</source>
        <translation>
            <numerusform>Give a number to %n order</numerusform>
            <numerusform>Give numbers to %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ImportFilePage</name>
    <message numerus="yes">
        <source>%n column(s), divided by %1, in %2.</source>
        <translation>
            <numerusform>%n column, divided by %1, in %2.</numerusform>
            <numerusform>%n columns, divided by %1, in %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::ImportResultPage</name>
    <message numerus="yes">
        <source>%Ln order(s) in the file.</source>
        <translation>
            <numerusform>%Ln order in the file.</numerusform>
            <numerusform>%Ln orders in the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them would be imported.</source>
        <translation>
            <numerusform>%Ln of them would be imported.</numerusform>
            <numerusform>%Ln of them would be imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them were imported.</source>
        <translation>
            <numerusform>%Ln of them was imported.</numerusform>
            <numerusform>%Ln of them were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are in the store already and are left as they are.</source>
        <translation>
            <numerusform>%Ln is in the store already and is left as it is.</numerusform>
            <numerusform>%Ln are in the store already and are left as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln would be rejected.</source>
        <translation>
            <numerusform>%Ln would be rejected.</numerusform>
            <numerusform>%Ln would be rejected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were rejected.</source>
        <translation>
            <numerusform>%Ln was rejected.</numerusform>
            <numerusform>%Ln were rejected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%Ln time(s), first on this line)</source>
        <translation>
            <numerusform>%1 (%Ln time, first on this line)</numerusform>
            <numerusform>%1 (%Ln times, first on this line)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is to be said of the file, and %Ln more</source>
        <translation>
            <numerusform>What is to be said of the file, and %Ln more</numerusform>
            <numerusform>What is to be said of the file, and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::OrderView</name>
    <message numerus="yes">
        <source>tried %n time(s), next at %1</source>
        <translation>
            <numerusform>tried once, next at %1</numerusform>
            <numerusform>tried %n times, next at %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::Leaving</name>
    <message numerus="yes">
        <source>%n thing(s) that the person who locked this screen typed and did not send.</source>
        <translation>
            <numerusform>%n thing that the person who locked this screen typed and did not send.</numerusform>
            <numerusform>%n things that the person who locked this screen typed and did not send.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::DeletionSheet</name>
    <message numerus="yes">
        <source>%1 was given a file of %n order(s), made on %2, and has to have deleted it by %3. Write down what %1 confirmed; who wrote it and when is on record.</source>
        <translation>
            <numerusform>%1 was given a file of one order, made on %2, and has to have deleted it by %3. Write down what %1 confirmed; who wrote it and when is on record.</numerusform>
            <numerusform>%1 was given a file of %n orders, made on %2, and has to have deleted it by %3. Write down what %1 confirmed; who wrote it and when is on record.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Steward::BulkPlanLabel</name>
    <message numerus="yes">
        <source>%Ln order(s) have no e-mail address, so their customers are not told: %1.</source>
        <translation>
            <numerusform>%Ln order has no e-mail address, so the customer is not told: %1.</numerusform>
            <numerusform>%Ln orders have no e-mail address, so their customers are not told: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be left as they are:</source>
        <translation>
            <numerusform>%Ln order will be left as it is:</numerusform>
            <numerusform>%Ln orders will be left as they are:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will have these tags changed.</source>
        <translation>
            <numerusform>%Ln order will have these tags changed.</numerusform>
            <numerusform>%Ln orders will have these tags changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be assigned as chosen.</source>
        <translation>
            <numerusform>%Ln order will be assigned as chosen.</numerusform>
            <numerusform>%Ln orders will be assigned as chosen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be shipped.</source>
        <translation>
            <numerusform>%Ln order will be shipped.</numerusform>
            <numerusform>%Ln orders will be shipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be cancelled.</source>
        <translation>
            <numerusform>%Ln order will be cancelled.</numerusform>
            <numerusform>%Ln orders will be cancelled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) will be put on hold.</source>
        <translation>
            <numerusform>%Ln order will be put on hold.</numerusform>
            <numerusform>%Ln orders will be put on hold.</numerusform>
        </translation>
    </message>
</context>
</TS>
