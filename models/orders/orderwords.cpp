// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Words = QHash<QString, const char *>;

QString translated(const Words &words, const QString &word)
{
    const auto found = words.constFind(word);
    return found == words.constEnd() ? word : QCoreApplication::translate("Steward::Orders", *found);
}

/// The enhanced status behind a mail server's number tells what is about the recipient's mailbox from what is about the sender.
bool isAboutMailbox(const QString &reason)
{
    static const QRegularExpression mailbox(u"^smtp_550_5_(1_([1-6]|10)|2_1)$"_s);
    return mailbox.match(reason).hasMatch();
}

} // namespace

QString orderReasonText(const QString &reason)
{
    static const Words words{
        {u"no_right"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Your group does not have this right. A lead can do it.")},
        {u"already_shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Everything has been shipped already.")},
        {u"already_cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has been cancelled.")},
        {u"not_on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order is not on hold.")},
        {u"already_released"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has released this hold already.")},
        {u"needs_lead"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A hold of this kind is released by a lead.")},
        {u"not_your_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A colleague has placed this hold. They release it, or a lead does.")},
        {u"lines_on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What is left is on hold. Release those lines first, then ship them.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has changed the order meanwhile. It is shown as it is now: look at it, then decide again.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This looks like a card number, which must not be stored. Take it out; the last four digits are enough.")},
        {u"empty_note"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The note is empty. Write something, then add it.")},
        {u"note_too_long"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The note is too long. Shorten it, or split it into two.")},
        {u"no_such_order"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This order is not among those your group sees.")},
        {u"no_such_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This hold is not there any more.")},
        {u"locked"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody else is changing this order right now. Try again in a moment.")},
        {u"left_alone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The run was ended before its turn, so it was left alone.")},
        {u"on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order is on hold. Release every hold first, then ship it.")},
        {u"not_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Not enough of the order has been paid for this.")},
        {u"already_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Everything that was paid has been refunded already.")},
        {u"nothing_left"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Everything that was paid has been refunded already.")},
        {u"part_shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A part has been shipped already, so its lines stay as they are.")},
        {u"nothing_shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Nothing has left: nothing was shipped, or every parcel was taken back. Ship it first.")},
        {u"no_such_parcel"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has no such parcel. It is shown as it is now: look at it, then decide again.")},
        {u"parcel_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This parcel has been taken back already. Choose another one, or ship its pieces again.")},
        {u"same_parcel"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This is what stands there already. Change the carrier or the tracking number first.")},
        {u"parcel_returned"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pieces of this parcel are back in stock already, so it stays. If it did not leave, undo the return to stock first, or refund what the customer does not get.")},
        {u"parcel_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pieces of this parcel were refunded as sent, so it stays. Undo that refund first while it can be undone, or return the pieces to stock.")},
        {u"parcel_of_cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order is cancelled, so nothing would be sent again. Refund what was in this parcel and return it to stock instead.")},
        {u"no_email"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has no e-mail address to write to.")},
        {u"too_long_ago"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order was too long ago to write to its customer about it.")},
        {u"empty_parcel"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A parcel is empty. Put something into it, or take it away.")},
        {u"bad_tracking"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A carrier or tracking number is too long or holds a line break. Type it again.")},
        {u"bad_quantity"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pieces are whole numbers above zero.")},
        {u"more_than_left"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That is more than is still to be sent of a line. Look at what is left, then choose again.")},
        {u"more_than_ordered"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That is more than was ordered of a line, less what was refunded or came back before.")},
        {u"more_than_returnable"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That is more than was sent of a line and has not come back yet.")},
        {u"more_than_shipping"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That is more than is left of the shipping costs.")},
        {u"more_than_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That is more than was paid and not refunded yet.")},
        {u"other_amount"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The store counts another amount. The order is shown as it is now: look at it, then decide again.")},
        {u"nothing_to_refund"_s, QT_TRANSLATE_NOOP("Steward::Orders", "There is nothing to refund. Choose pieces, shipping, or an adjustment.")},
        {u"cancel_instead"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That would leave nothing to be sent. Cancel the order instead.")},
        {u"already_sent"_s, QT_TRANSLATE_NOOP("Steward::Orders", "It has left the house already and cannot be taken back.")},
        {u"changed_since"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has been changed since, so this was not taken back.")},
        {u"customer_changed_since"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The customer’s own record has been changed since, so this was not taken back.")},
        {u"already_undone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This has been taken back already.")},
        {u"no_such_command"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This can no longer be taken back.")},
        {u"not_undoable"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This cannot be taken back.")},
        {u"nothing_to_undo"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Nothing was done that could be taken back.")},
        {u"nothing_changed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "These are the lines it has already. Change something first.")},
        {u"bad_lines"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An order has at least one line, and each line a title.")},
        {u"no_such_line"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A line is not there any more. The order is shown as it is now: look at it, then decide again.")},
        {u"line_on_refund"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This line is on a refund that was taken back, so it stays. Change its pieces or price instead.")},
        {u"line_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Of a line that was refunded or came back, at least those pieces stay.")},
        {u"line_held"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pieces of a line that are on hold stay as they are. Release them first.")},
        {u"line_shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A line that was in a parcel stays, even where the parcel was taken back. Refund what is not wanted.")},
        {u"bad_amount"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The amounts do not come to a total: the discount is more than the rest, or a price is out of all bounds.")},
        {u"bad_name"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A name is needed, of at most 500 letters.")},
        {u"bad_email"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This is no e-mail address. One looks like name@example.com.")},
        {u"email_taken"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This e-mail address is another customer’s, and it can be one customer’s only. Correct it in this order alone.")},
        {u"bad_phone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This is no phone number. One has digits.")},
        {u"bad_address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The address is too long or holds what no address does.")},
        {u"address_incomplete"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An address needs this, or leave all of it empty.")},
        {u"bad_country"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Choose a country from the list.")},
        {u"no_contact_point"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Nobody could be reached: give a phone number, an e-mail address or a whole postal address.")},
        {u"unknown_currency"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Choose a currency from the list.")},
        {u"too_long"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This is too long. Shorten it.")},
        {u"no_such_login"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This colleague no longer works here. Choose somebody else.")},
        {u"bad_tag"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A tag has 1 to 40 letters and holds no comma, no quotation mark and no line break.")},
        {u"too_many_tags"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An order has at most 50 tags. Take some away first.")},
        {u"empty_message"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The message is empty. Write your question, then send it.")},
        {u"message_too_long"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The message is too long. Shorten it.")},
        {u"nothing_to_return"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Everything that was sent is back in stock already.")},
        {u"no_address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has no address to send a parcel to. Correct its contact data first.")},
        {u"order_changed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An order was changed while the file was made, so nothing was written. Look at what is left out now, then make it again.")},
        {u"no_such_disclosure"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The store gives this file out no more. Make it again.")},
        {u"unknown_party"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The store does not give data to this carrier any more. Choose another one.")},
        {u"no_lines"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order came without lines, so there is nothing to put on paper.")},
        {u"cancelled_unpaid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order was cancelled before anything was paid, so there is nothing to invoice.")},
        {u"nothing_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Nothing of the order has been refunded, so there is no credit note.")},
        {u"refund_waiting"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The refund still waits for the payment processor. Its credit note can be had when it is done.")},
        {u"no_such_refund"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This refund is not there, or not done. Look at the order’s refunds as they are now, then choose again.")},
        {u"nothing_by_hand"_s, QT_TRANSLATE_NOOP("Steward::Orders", "No refund of this order waits to be paid out by hand, so there is nothing to write down.")},
        {u"refund_paid_already"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has written down already that this refund was paid out. Look at the order, and do not pay it a second time.")},
        {u"not_by_hand"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This refund is not paid out by hand: the payment processor pays it, or it was taken back. Do not pay it out yourself.")},
        {u"not_issued"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The paper has no number yet.")},
        {u"invoiced"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An invoice has been written, so the lines stay as they are on it. Refund what is not wanted.")},
        {u"paid_by_hand"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The money was to be paid out by hand, and by now somebody may have done so. If nobody has, leave it and tell whoever pays out.")},
        {u"undo_too_late"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This was done too long ago to be taken back in one step. Change the order as it should be now.")},
        {u"paper_issued"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An invoice or credit note tells of it, so it cannot be taken back.")},
        {u"unknown_reason"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Choose a reason from the list.")},
    };
    const auto found = words.constFind(reason);
    return found == words.constEnd() ? QCoreApplication::translate("Steward::Orders", "The store refused this (%1).").arg(reason)
                                     : QCoreApplication::translate("Steward::Orders", *found);
}

QString paymentStatusText(const QString &status)
{
    static const Words words{{u"pending"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pending")}, {u"authorised"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Authorised")},
        {u"paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Paid")}, {u"partially_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly paid")},
        {u"partially_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly refunded")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refunded")},
        {u"voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Voided")}};
    return translated(words, status);
}

QString fulfilmentStatusText(const QString &status)
{
    static const Words words{{u"unfulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Unfulfilled")}, {u"partially_fulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly fulfilled")},
        {u"fulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Fulfilled")}, {u"on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "On hold")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Cancelled")}};
    return translated(words, status);
}

QString holdReasonText(const QString &reason)
{
    static const Words words{{u"payment"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment to be checked")}, {u"fraud"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Suspected fraud")},
        {u"address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Address to be checked")}, {u"stock"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Waiting for stock")},
        {u"customer_request"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Asked for by the customer")}, {u"other"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Another reason")}};
    return translated(words, reason);
}

QString orderEventText(const QString &word)
{
    static const Words words{{u"placed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Order placed")}, {u"imported"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Imported from a file")},
        {u"payment_captured"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment received")}, {u"payment_authorised"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment authorised")},
        {u"payment_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Authorisation voided")}, {u"shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Shipped")},
        {u"hold_placed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Put on hold")}, {u"hold_released"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Hold released")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Cancelled")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refunded")},
        {u"refund_requested"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refund asked for")}, {u"refund_failed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refund refused by the processor, nothing was paid out")},
        {u"refund_done"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refund paid out by the processor")}, {u"refund_stuck"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refund without an answer: somebody has to look at the processor’s site")},
        {u"message_sent"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Message sent")}, {u"message_failed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Message not sent")},
        {u"refund_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Paid out by hand")},
        {u"refund_withdrawn"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refund taken back")}, {u"shipment_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Shipment taken back")},
        {u"stock_returned"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Returned to stock")}, {u"assigned"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Assigned")},
        {u"unassigned"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Given back, assigned to nobody")}, {u"contact_corrected"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Contact data corrected")},
        {u"lines_changed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Lines changed")}, {u"taken_by_phone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Taken by phone")},
        {u"message_queued"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Message to the customer")}, {u"undone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Taken back")},
        {u"tags_changed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Tags changed")},
        {u"parcel_fixed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Parcel corrected")}, {u"parcel_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Parcel taken back")},
        {u"disclosed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Address given to a carrier")},
        {u"invoice_issued"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Invoice written")}, {u"credit_note_issued"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Credit note written")}};
    return translated(words, word);
}

QString messageText(const QString &name)
{
    static const Words words{
        {u"confirmation"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Confirmation of the order")}, {u"shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What was shipped")},
        {u"parcel_fixed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What is right about a parcel")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That the order was cancelled")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What was refunded")},
        {u"question"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A question about the order")}};
    return translated(words, name);
}

QString deliveryText(const QString &reason)
{
    static const Words words{
        {u"no_email"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has no e-mail address to write to.")},
        {u"too_long_ago"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order was too long ago to write to its customer about it.")},
        {u"refund_failed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The refund it tells of was not paid out.")},
        {u"shipment_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The parcels it tells of were taken back.")},
        {u"bad_address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The e-mail address is none that a mail server takes.")},
        {u"smtp_550"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The mail server does not take messages to this address.")},
        {u"interrupted"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Handing it over was cut off too often.")},
        {u"too_late_to_repeat"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The processor never answered, and by now may have forgotten that it was asked.")},
        {u"paid_twice"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The processor paid it out after it had been taken for failed and refunded again. Get the money back that was paid too much.")},
        {u"by_hand"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has looked at the processor’s site.")},
        {u"paypal_REFUND_FAILED_INSUFFICIENT_FUNDS"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The store’s account at PayPal does not hold enough. Fill it, then refund again.")},
        {u"paypal_CAPTURE_FULLY_REFUNDED"_s, QT_TRANSLATE_NOOP("Steward::Orders", "PayPal says that all of this payment has been refunded already.")},
        {u"paypal_REFUND_TIME_LIMIT_EXCEEDED"_s, QT_TRANSLATE_NOOP("Steward::Orders", "PayPal says that this payment was too long ago to be refunded there.")}};
    const QString known = isAboutMailbox(reason) ? u"smtp_550"_s : reason;
    return words.contains(known) ? translated(words, known) : QCoreApplication::translate("Steward::Orders", "The other side’s word for it: %1.").arg(reason);
}

QString deliveryAdviceText(const OutboxItem &item, const QString &fulfilmentStatus)
{
    if (item.kind != u"message" || item.state != u"dead" || (item.lastError != u"bad_address" && item.lastError != u"smtp_550" && !isAboutMailbox(item.lastError)))
        return {};
    if (fulfilmentStatus == u"fulfilled" || fulfilmentStatus == u"cancelled")
        return QCoreApplication::translate("Steward::Orders", "The contact data of a finished order stays as it is, so tell the customer another way.");
    static const Words words{
        {u"confirmation"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Correct the address, then send the confirmation again.")},
        {u"question"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Correct the address, then ask the customer again.")}};
    // The desk sends the others with what they tell of, and only then.
    return words.contains(item.messageTemplate) ? translated(words, item.messageTemplate)
                                                : QCoreApplication::translate("Steward::Orders", "Correct the address. Then whoever looks after the store’s server sends it again, with “stewardctl deliver retry”.");
}

QString commandText(const QString &verb)
{
    static const Words words{
        {u"hold_place"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Putting it on hold")}, {u"hold_release"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Releasing a hold")},
        {u"ship"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A shipment")}, {u"ship_whole"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A shipment")},
        {u"refund"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A refund")},
        {u"refund_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That a refund was paid out by hand")}, {u"cancel"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The cancellation")},
        {u"stock_return"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A return to stock")}, {u"assign"_s, QT_TRANSLATE_NOOP("Steward::Orders", "An assignment")},
        {u"tag"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A change of tags")}, {u"contact_fix"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A correction of contact data")},
        {u"lines_change"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A change of lines")}, {u"message_send"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A message")},
        {u"parcel_fix"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A correction of a parcel")}, {u"parcel_void"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That a parcel did not leave")},
        {u"order_create"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Taking the order by phone")}};
    return translated(words, verb);
}

QString paperText(const QString &kind)
{
    static const Words words{{u"invoice"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Invoice")}, {u"credit_note"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Credit note")}};
    return translated(words, kind);
}

QString cancelReasonText(const QString &reason)
{
    static const Words words{{u"customer"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The customer changed their mind")}, {u"fraud"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Suspected fraud")},
        {u"stock"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Out of stock")}, {u"payment"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Not paid")},
        {u"mistake"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Placed by mistake")}, {u"other"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Another reason")}};
    return translated(words, reason);
}

QStringList cancelReasons()
{
    return {u"customer"_s, u"stock"_s, u"payment"_s, u"fraud"_s, u"mistake"_s, u"other"_s};
}

QString refundStatusText(const QString &status)
{
    static const Words words{{u"requested"_s, QT_TRANSLATE_NOOP("Steward::Orders", "on its way")}, {u"done"_s, QT_TRANSLATE_NOOP("Steward::Orders", "paid out")},
        {u"failed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "failed, not paid out")}, {u"withdrawn"_s, QT_TRANSLATE_NOOP("Steward::Orders", "taken back")}};
    return translated(words, status);
}

QString byHandText(const Money &amount)
{
    return amount.minor > 0 ? QCoreApplication::translate("Steward::Orders", "%1 are to be paid out by hand: no payment processor does it.").arg(amount.toText()) : QString();
}

QString viewersText(const QList<Viewer> &viewers)
{
    static const Words words{
        {u"viewing"_s, QT_TRANSLATE_NOOP("Steward::Orders", "%1 is viewing")},
        {u"editing"_s, QT_TRANSLATE_NOOP("Steward::Orders", "%1 is editing")},
        {u"away"_s, QT_TRANSLATE_NOOP("Steward::Orders", "%1 is away, with the order open")}};
    QStringList lines;
    for (const Viewer &viewer : viewers)
        lines.append(translated(words, viewer.mode).arg(viewer.displayName));
    return lines.join(u'\n');
}

QStringList holdReasons()
{
    return {u"payment"_s, u"fraud"_s, u"address"_s, u"stock"_s, u"customer_request"_s, u"other"_s};
}

} // namespace Steward
