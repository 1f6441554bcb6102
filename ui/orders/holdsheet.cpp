// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/holdsheet.h"

#include "models/orders/orderrepository.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QComboBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Steward {

HoldSheet::HoldSheet(const QList<OrderChoice> &orders, const OrderPanel *order, QWidget *parent)
    : OrderSheet(u"hold"_s, orders, parent), m_reason(new QComboBox(this)), m_note(new QPlainTextEdit(this)), m_rows(new QFormLayout)
{
    m_reason->setObjectName(u"holdReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    for (const QString &reason : holdReasons())
        m_reason->addItem(holdReasonText(reason), reason);
    m_note->setObjectName(u"holdNote"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("What has to happen before it is released? (optional)"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 5);
    m_rows->setSpacing(Theme::spaceM);
    m_rows->setLabelAlignment(Qt::AlignLeading);
    m_rows->addRow(tr("Reason"), m_reason);
    m_rows->addRow(tr("Note"), m_note);
    addLines(*m_rows);
    for (const OrderLine &line : order ? order->lines : QList<OrderLine>()) {
        if (line.open > 0)
            addLine(line.id, line.title, line.open);
    }
    layOut(tr("What is held cannot be shipped until every hold of it has been released."), m_rows, tr("Put on hold"), u"holdPlaceButton"_s);
    connect(m_reason, &QComboBox::currentIndexChanged, this, &OrderSheet::edited);
    connect(m_note, &QPlainTextEdit::textChanged, this, &OrderSheet::edited);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &HoldSheet::count);
    offerLines();
}

void HoldSheet::addLines(QFormLayout &form)
{
    m_scope = new QComboBox(this);
    m_scope->setObjectName(u"holdScope"_s);
    m_scope->setAccessibleName(tr("What is held"));
    m_scope->addItems({tr("The whole order"), tr("Some of its lines")});
    auto *inside = new QWidget(this);
    m_grid = new QGridLayout(inside);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Theme::spaceM);
    m_grid->setColumnStretch(0, 1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(inside);
    m_scroll->setAccessibleName(tr("Lines"));
    form.addRow(tr("What"), m_scope);
    form.addRow(m_scroll);
}

void HoldSheet::addLine(qint64 id, const QString &title, int open)
{
    QWidget *inside = m_scroll->widget();
    auto *label = new QLabel(title, inside);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    auto *spin = new QSpinBox(inside);
    spin->setObjectName(u"holdPieces%1"_s.arg(id));
    spin->setAccessibleName(tr("Pieces of %1 on hold").arg(title));
    spin->setRange(0, open);
    spin->setSuffix(tr(" of %1").arg(open));
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(spin, row, 1);
    m_pieces.insert(id, {title, spin});
    connect(spin, &QSpinBox::valueChanged, this, &HoldSheet::count);
}

/// Where the order's lines are not known, or it has one piece alone, there is nothing to choose among.
void HoldSheet::offerLines()
{
    const int open = std::accumulate(m_pieces.begin(), m_pieces.end(), 0, [](int sum, const Piece &piece) { return sum + piece.spin->maximum(); });
    m_rows->labelForField(m_scope)->setVisible(open > 1);
    m_scope->setVisible(open > 1);
    m_scroll->setVisible(isOfLines());
    m_scroll->setMinimumHeight(std::min(m_scroll->widget()->sizeHint().height(), fontMetrics().height() * 10));
}

bool HoldSheet::isOfLines() const
{
    return m_scope->currentIndex() == 1 && !m_pieces.isEmpty();
}

void HoldSheet::count()
{
    m_scroll->setVisible(isOfLines());
    const bool isSendable = !isOfLines() || !choice().pieces.isEmpty();
    setSendable(isSendable, isSendable ? QString() : tr("Choose which pieces are held."));
    Q_EMIT edited();
}

/// What was shipped or refunded meanwhile can no longer be held.
void HoldSheet::follow(const OrderPanel &order)
{
    for (auto piece = m_pieces.begin(); piece != m_pieces.end(); ++piece) {
        const auto line = std::ranges::find(order.lines, piece.key(), &OrderLine::id);
        const int open = line == order.lines.end() ? 0 : line->open;
        piece->spin->setRange(0, open);
        piece->spin->setSuffix(tr(" of %1").arg(open));
    }
    count();
}

HoldChoice HoldSheet::choice() const
{
    HoldChoice choice{m_reason->currentData().toString(), m_note->toPlainText()};
    for (auto piece = m_pieces.begin(); isOfLines() && piece != m_pieces.end(); ++piece) {
        if (piece->spin->value() > 0)
            choice.pieces.insert(piece.key(), piece->spin->value());
    }
    return choice;
}

/// With titles and what there was to choose from: a draft must not become a hold of the whole order where its lines are not at hand.
QJsonObject HoldSheet::typed() const
{
    const HoldChoice now = choice();
    if (now.note.isEmpty() && m_reason->currentIndex() == 0 && !isOfLines())
        return {};
    QJsonObject json{{u"reason"_s, now.reason}, {u"note"_s, now.note}};
    QJsonArray lines;
    for (auto piece = now.pieces.begin(); piece != now.pieces.end(); ++piece) {
        const Piece &row = m_pieces[piece.key()];
        lines.append(QJsonObject{{u"line"_s, piece.key()}, {u"title"_s, row.title}, {u"of"_s, row.spin->maximum()}, {u"pieces"_s, piece.value()}});
    }
    if (isOfLines())
        json.insert(u"lines"_s, lines);
    return json;
}

void HoldSheet::restore(const QJsonObject &typed)
{
    m_reason->setCurrentIndex(std::max(0, m_reason->findData(typed.value(u"reason"_s).toString())));
    m_note->setPlainText(typed.value(u"note"_s).toString());
    for (const QJsonValue &line : typed.value(u"lines"_s).toArray()) {
        const qint64 id = line[u"line"_s].toInteger();
        if (!m_pieces.contains(id))
            addLine(id, line[u"title"_s].toString(), line[u"of"_s].toInt());
        m_pieces[id].spin->setValue(line[u"pieces"_s].toInt());
    }
    m_scope->setCurrentIndex(typed.contains(u"lines"_s) ? 1 : 0);
    offerLines();
}

OrderSheet::Command HoldSheet::command() const
{
    return [id = commandId(), orders = orders(), choice = choice()](OrderCommands &commands) { commands.placeHold(id, orders, choice); };
}

QString HoldSheet::titleText() const
{
    return orders().size() == 1 ? tr("Put %1 on hold").arg(orders().first().number) : tr("Put %n order(s) on hold", "", int(orders().size()));
}

void startHold(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order)
{
    actions.open(new HoldSheet(orders, order, actions.place()), u"hold"_s);
}

} // namespace Steward
