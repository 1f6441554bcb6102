// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/disclosures/disclosurelistmodel.h"
#include "models/disclosures/disclosurerepository.h"
#include "ui/common/context.h"
#include "ui/common/page.h"
#include "ui/common/theme.h"

#include <QPointer>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

class DeletionSheet;
class SmallTable;
class StateBanner;

/// For the privacy officer: which files were made for whom, of which fields and orders, by when they have to be gone and whether they are;
/// of everybody, or of the person who has an order number or e-mail address. What a party has confirmed is written down here.
class DisclosuresPage final : public Page
{
    Q_OBJECT

public:
    DisclosuresPage(const UiContext &context, DisclosureRepository &disclosures, QWidget *parent = nullptr);
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QIcon icon() const override;
    void activate() override;
    void focusLookUp() override;
    [[nodiscard]] QStringList unsent() const override;
    [[nodiscard]] bool keepsUnsent() const override { return false; }
    void settleUnsent(UnsentChoice choice) override;

private:
    void makeActions();
    void layOut();
    [[nodiscard]] QWidget *makeDetail();
    void openDeletion();
    void noteTold();
    void told(const Result<CommandOutcome> &outcome);
    [[nodiscard]] QTimeZone zone() const;
    [[nodiscard]] DisclosureFilter filter() const;
    void sayEmpty();
    void say(const QString &text, Theme::Tone tone = Theme::Tone::Good);
    void load();
    void loadOlder();
    void answered(const Result<QList<Disclosure>> &found);
    void showRow(int row);
    [[nodiscard]] QString whyNotTell(const Disclosure *disclosure) const;

    UiContext m_context;
    DisclosureRepository &m_disclosures;
    DisclosureListModel m_model;
    LatestOnly<Result<QList<Disclosure>>> m_loading;
    LatestOnly<Result<CommandOutcome>> m_sending;
    QPointer<DeletionSheet> m_sheet;
    QString m_person; ///< whom the rows are about that are shown or asked for
    DisclosureFilter m_filtered{}; ///< which of them
    bool m_isSameList = false; ///< those that are shown are those that are asked for, as they were
    QAction *m_deletion = nullptr;
    QAction *m_tell = nullptr;
    QUuid m_telling; ///< the command that notes it, as long as nobody knows what became of it
    QList<qint64> m_toldAbout; ///< what it notes
    bool m_isTelling = false;
    QLineEdit *m_asked = nullptr;
    QComboBox *m_filter = nullptr;
    SmallTable *m_table = nullptr;
    StateBanner *m_banner = nullptr;
    QWidget *m_detail = nullptr;
    QLabel *m_fields = nullptr, *m_orders = nullptr, *m_given = nullptr, *m_deleted = nullptr, *m_corrected = nullptr, *m_answer = nullptr;
    QLineEdit *m_digest = nullptr;
    QPushButton *m_older = nullptr;
};

} // namespace Steward
