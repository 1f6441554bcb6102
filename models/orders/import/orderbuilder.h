// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/groupfields.h"

namespace Steward {

/// Makes an order of its rows, or says why it cannot.
class OrderBuilder
{
public:
    OrderBuilder(const ImportMap &map, const ColumnBinding &binding, const ReadingStyle &style);

    struct Outcome
    {
        OrderDraft draft;
        QList<ImportProblem> problems; ///< with the order's number; the order is good when none says Rejected
        bool isGood = false;
    };

    [[nodiscard]] Outcome build(const OrderGroup &group);

    /// What was read although the file did not say it, over all orders so far.
    [[nodiscard]] const ImportNotes &notes() const { return m_notes; }

private:
    void readHead(GroupFields &fields, const OrderGroup &group, OrderDraft &draft);
    void readPeople(GroupFields &fields, OrderDraft &draft);
    void readLines(GroupFields &fields, const OrderGroup &group, OrderDraft &draft);
    [[nodiscard]] std::optional<DraftLine> readLine(GroupFields &fields, const RowView &row);
    void readPrice(GroupFields &fields, const RowView &row, DraftLine &line);
    void readStatus(GroupFields &fields, OrderDraft &draft);
    void refuseRepeats(GroupFields &fields, const OrderGroup &group);

    const ImportMap &m_map;
    const ColumnBinding &m_binding;
    const ReadingStyle &m_style;
    ImportNotes m_notes;
};

} // namespace Steward
