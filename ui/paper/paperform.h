// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/paper/paper.h"
#include "ui/paper/papertemplate.h"

#include <QLocale>
#include <QPageSize>
#include <QTimeZone>

#include <memory>

namespace Steward {

/// How papers look wherever they are printed: their size, and the language, zone and direction they are written in.
struct PaperLook
{
    QPageSize size = QPageSize(QPageSize::A4);
    QLocale locale;
    QTimeZone zone = QTimeZone::utc(); ///< the store's: what a date means
    Qt::LayoutDirection direction = Qt::LeftToRight;

    /// As the person at this computer reads and prints: Letter where that is usual, A4 elsewhere.
    [[nodiscard]] static PaperLook ofProgram(const QTimeZone &zone);
};

/// A kind's template under one look, with whose papers it is for. Read by any thread.
class PaperForm
{
public:
    /// Loads letters and template; the first time takes some milliseconds. GUI thread.
    [[nodiscard]] static Result<std::shared_ptr<const PaperForm>> load(PaperKind kind, const PaperStore &store, const PaperLook &look);
    /// The names a template of this kind may use.
    [[nodiscard]] static QSet<QString> names(PaperKind kind);

    [[nodiscard]] PaperKind kind() const { return m_kind; }
    [[nodiscard]] const PaperLook &look() const { return m_look; }
    [[nodiscard]] const PaperStore &store() const { return m_store; }
    [[nodiscard]] const QString &styleSheet() const { return m_styleSheet; }
    [[nodiscard]] QString fill(const QString &part, const PaperValues &values) const { return m_template.fill(part, values); }
    /// What is put into the template for one paper.
    [[nodiscard]] PaperValues values(const Paper &paper) const;
    /// "Invoice INV-12": the paper's heading, and what further pages are called.
    [[nodiscard]] QString title(const Paper &paper) const;

private:
    PaperForm() = default;

    PaperKind m_kind = PaperKind::PackingSlip;
    PaperLook m_look;
    PaperStore m_store;
    QString m_styleSheet;
    PaperTemplate m_template;
};

/// A kind in words, for one: "Packing slip".
[[nodiscard]] QString paperKindText(PaperKind kind);
/// The same for several: "12 packing slips".
[[nodiscard]] QString papersText(PaperKind kind, int count);

} // namespace Steward
