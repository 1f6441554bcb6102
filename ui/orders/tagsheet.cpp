// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/tagsheet.h"

#include "ui/common/chipedit.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QFormLayout>
#include <QJsonArray>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype longestTag = 40; // as the store takes them

QStringList without(const QStringList &words, const QStringList &others)
{
    QStringList left = words;
    left.removeIf([&others](const QString &word) { return others.contains(word, Qt::CaseInsensitive); });
    return left;
}

bool isTag(const QString &word)
{
    return word.size() <= longestTag && !word.contains(u'"') && !word.contains(u',') && std::ranges::none_of(word, [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

TagSheet::TagSheet(const QList<OrderChoice> &orders, const OrderPanel *order, OrderRepository &repository, QWidget *parent)
    : OrderSheet(u"tag"_s, orders, parent), m_before(order ? std::optional(order->tags) : std::nullopt), m_tags(new ChipEdit(u"tagEdit"_s, order ? tr("Tags") : tr("Tags to add"), this)),
      m_removed(order ? nullptr : new ChipEdit(u"tagRemoveEdit"_s, tr("Tags to take away"), this))
{
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(order ? tr("Tags") : tr("Add"), m_tags);
    if (m_removed)
        form->addRow(tr("Take away"), m_removed);
    layOut(order ? tr("Words by which colleagues find the order again. Everybody who sees the order sees them.") : tr("Each of the orders keeps the tags it has beside these."), form, tr("Set tags"), u"tagButton"_s);
    m_tags->setWords(m_before.value_or(QStringList()));
    connect(m_tags, &ChipEdit::changed, this, &TagSheet::check);
    if (m_removed)
        connect(m_removed, &ChipEdit::changed, this, &TagSheet::check);
    check();
    m_tags->setFocus();
    m_asking.start(repository.tags(), this, [this](const Result<QStringList> &answer) {
        if (!answer)
            return; // any tag can be typed all the same
        m_tags->setKnown(*answer);
        if (m_removed)
            m_removed->setKnown(*answer);
    });
}

QStringList TagSheet::added() const
{
    return without(m_tags->words(), m_before.value_or(QStringList()));
}

QStringList TagSheet::removed() const
{
    return m_removed ? m_removed->words() : without(*m_before, m_tags->words());
}

void TagSheet::check()
{
    const QStringList words = added() + removed();
    const bool isWrong = !std::ranges::all_of(words, isTag);
    refuse(isWrong ? orderReasonText(u"bad_tag"_s) : QString());
    setSendable(!isWrong && !words.isEmpty(), words.isEmpty() ? tr("Add a tag or take one away first.") : QString());
    Q_EMIT edited();
}

void TagSheet::follow(const OrderPanel &order)
{
    const QStringList more = added();
    const QStringList less = removed();
    m_before = order.tags;
    m_tags->setWords(without(order.tags, less) + without(more, order.tags));
}

QJsonObject TagSheet::typed() const
{
    if (added().isEmpty() && removed().isEmpty())
        return {};
    return {{u"added"_s, QJsonArray::fromStringList(added())}, {u"removed"_s, QJsonArray::fromStringList(removed())}};
}

void TagSheet::restore(const QJsonObject &typed)
{
    const auto words = [&typed](const QString &name) {
        QStringList list;
        for (const QJsonValue &word : typed.value(name).toArray())
            list.append(word.toString());
        return list;
    };
    const QStringList less = words(u"removed"_s);
    m_tags->setWords(without(m_before.value_or(QStringList()), less) + without(words(u"added"_s), m_before.value_or(QStringList())));
    if (m_removed)
        m_removed->setWords(less);
}

void TagSheet::send(OrderCommands &commands)
{
    commands.tag(commandId(), orders(), added(), removed());
}

QString TagSheet::titleText() const
{
    return orders().size() == 1 ? tr("Tags of %1").arg(orders().first().number) : tr("Tags of %n order(s)", "", int(orders().size()));
}

void startTag(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order)
{
    actions.open(new TagSheet(orders, order, actions.repository(), actions.place()), u"tag"_s);
}

} // namespace Steward
