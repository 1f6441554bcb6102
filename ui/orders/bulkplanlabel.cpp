// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/bulkplanlabel.h"

#include "models/orders/bulk/bulkmodel.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pauseMs = 200; // of typing, and between two words of the store

bool isSame(const QList<BulkOrder> &a, const QList<BulkOrder> &b)
{
    return std::ranges::equal(a, b, [](const BulkOrder &one, const BulkOrder &other) { return one.id == other.id && one.version == other.version; });
}

} // namespace

QString bulkWouldText(const QString &verb, int count)
{
    if (verb == u"hold")
        return BulkPlanLabel::tr("%Ln order(s) will be put on hold.", nullptr, count);
    if (verb == u"cancel")
        return BulkPlanLabel::tr("%Ln order(s) will be cancelled.", nullptr, count);
    if (verb == u"ship")
        return BulkPlanLabel::tr("%Ln order(s) will be shipped.", nullptr, count);
    if (verb == u"assign")
        return BulkPlanLabel::tr("%Ln order(s) will be assigned as chosen.", nullptr, count);
    return BulkPlanLabel::tr("%Ln order(s) will have these tags changed.", nullptr, count);
}

QStringList bulkMoneyTexts(const BulkSums &sums, BulkPass pass)
{
    QStringList sentences;
    for (auto sum = sums.refunded.begin(); sum != sums.refunded.end(); ++sum) {
        const QString text = Money{sum.value(), sum.key()}.toText();
        sentences.append(pass == BulkPass::Check ? BulkPlanLabel::tr("%1 will be given back.").arg(text) : BulkPlanLabel::tr("%1 are given back.").arg(text));
    }
    for (auto sum = sums.byHand.begin(); sum != sums.byHand.end(); ++sum)
        sentences.append(byHandText({sum.value(), sum.key()}));
    return sentences;
}

BulkPlanLabel::BulkPlanLabel(BulkRepository &repository, const QString &name, QWidget *parent) : QLabel(parent), m_look(repository)
{
    setObjectName(name);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setMargin(Theme::spaceS);
    setAutoFillBackground(true);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &BulkPlanLabel::ask);
    connect(&m_look, &BulkLook::changed, this, &BulkPlanLabel::say);
}

void BulkPlanLabel::look(const BulkTask &task, const QList<BulkOrder> &orders)
{
    const bool isFirst = !m_task;
    const bool isAsked = !isFirst && isSame(orders, m_orders) && m_task->verb() == task.verb() && m_asked == task.looksAt();
    m_task = task;
    m_orders = orders;
    setVisible(true);
    if (isFirst)
        ask();
    else if (isAsked)
        say(); // what goes back may be another sum
    else
        m_pause.start();
    Q_EMIT changed();
}

void BulkPlanLabel::askAgain()
{
    if (m_task && !m_pause.isActive())
        m_pause.start();
}

void BulkPlanLabel::rest()
{
    m_pause.stop();
    m_task.reset();
    m_look.forget();
    hide();
}

void BulkPlanLabel::ask()
{
    m_asked = m_task->looksAt();
    m_look.ask(*m_task, m_orders);
}

int BulkPlanLabel::wouldCount() const
{
    return int(std::ranges::count(m_look.rows(), BulkState::Would, &BulkRow::state));
}

QStringList BulkPlanLabel::untoldNumbers() const
{
    QStringList numbers;
    for (const BulkRow &row : m_look.rows()) {
        if (m_task->isTelling() && row.state == BulkState::Would && row.reason == u"untold")
            numbers.append(row.number);
    }
    return numbers;
}

void BulkPlanLabel::say()
{
    if (!m_task)
        return;
    Theme::Tone tone = Theme::Tone::Neutral;
    const int would = wouldCount();
    switch (m_look.state()) {
    case BulkLook::State::Nothing:
        return;
    case BulkLook::State::Asking:
        if (!m_look.rows().isEmpty())
            return; // what was said stays until there is something newer
        setText(tr("Looking at what will become of them…"));
        break;
    case BulkLook::State::Failed:
        setText(tr("What will become of them could not be looked at: %1").arg(m_look.error()));
        break;
    case BulkLook::State::Known:
        setText(knownText());
        tone = would == 0 ? Theme::Tone::Bad : would < m_look.rows().size() || !untoldNumbers().isEmpty() ? Theme::Tone::Warning : Theme::Tone::Info;
        break;
    }
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, Theme::background(tone));
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    setPalette(palette);
    Q_EMIT changed();
}

QString BulkPlanLabel::knownText() const
{
    const int would = wouldCount();
    QStringList lines{would > 0 ? bulkWouldText(m_task->verb(), would) : tr("None of these orders can be changed this way.")};
    if (m_task->isRefunding())
        lines += bulkMoneyTexts(sumsOf(m_look.rows(), {BulkState::Would}), BulkPass::Check);
    if (const QStringList untold = untoldNumbers(); !untold.isEmpty())
        lines.append(tr("%Ln order(s) have no e-mail address, so their customers are not told: %1.", nullptr, int(untold.size())).arg(numbersText(untold)));
    QStringList reasons;
    QHash<QString, QStringList> numbers;
    for (const BulkRow &row : m_look.rows()) {
        if (row.state == BulkState::Would)
            continue;
        const QString reason = bulkStateText(row.state, row.reason);
        if (!reasons.contains(reason))
            reasons.append(reason);
        numbers[reason].append(row.number);
    }
    if (would > 0 && !reasons.isEmpty())
        lines.append(tr("%Ln order(s) will be left as they are:", nullptr, int(m_look.rows().size()) - would));
    for (const QString &reason : std::as_const(reasons))
        lines.append(tr("• %1: %2", "order numbers, and why").arg(numbersText(numbers.value(reason)), reason));
    return lines.join(u'\n');
}

} // namespace Steward
