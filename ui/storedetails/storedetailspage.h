// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/storedetails/storedetailsrepository.h"
#include "ui/common/context.h"
#include "ui/common/page.h"
#include "ui/common/theme.h"

#include <QFutureWatcher>
#include <QTimer>

class QAction;
class QLabel;
class QPushButton;
class QScrollArea;

namespace Steward {

class DetailField;
class PaperPreview;
class StateBanner;

/// The store's own particulars, for whoever looks after its settings: what stands on papers and whom messages come from, with a paper as
/// it would look. What is typed is a draft until it is saved; saved twice, it is the same as once, since each field is sent with what it was.
class StoreDetailsPage final : public Page
{
    Q_OBJECT

public:
    StoreDetailsPage(const UiContext &context, StoreDetailsRepository &details, QWidget *parent = nullptr);
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] QString helpTopic() const override;
    void activate() override;
    void focusLookUp() override;
    [[nodiscard]] QStringList unsent() const override;
    void settleUnsent(UnsentChoice choice) override;

private:
    void makeFields();
    void makeActions();
    [[nodiscard]] QLayout *makeTop();
    void layOut();
    void load();
    void loaded(const Result<StoreDetails> &details);
    void setDetails(const StoreDetails &details);
    void restore();
    void edited();
    void showState();
    void save();
    void saved(const Result<CommandOutcome> &outcome);
    void takeBack();
    void showPaper();
    void say(const QString &text, Theme::Tone tone);
    [[nodiscard]] QList<DetailChange> changes() const;
    [[nodiscard]] QJsonObject typed() const;
    [[nodiscard]] DetailField *field(const QString &key) const;
    [[nodiscard]] QTimeZone zone() const;

    UiContext m_context;
    StoreDetailsRepository &m_repository;
    QList<DetailField *> m_fields;
    LatestOnly<Result<StoreDetails>> m_loading;
    QFutureWatcher<Result<CommandOutcome>> m_saving;
    QUuid m_commandId;
    QList<DetailChange> m_sent; ///< what m_commandId was sent with; empty once it was answered
    QJsonObject m_settled;      ///< what was typed and need not be asked about
    bool m_isLoaded = false;
    QTimer m_pause; ///< of typing, before the paper is drawn anew
    QAction *m_save = nullptr, *m_takeBack = nullptr, *m_refresh = nullptr;
    QScrollArea *m_form = nullptr;
    PaperPreview *m_preview = nullptr;
    StateBanner *m_banner = nullptr;
    QLabel *m_answer = nullptr;
};

} // namespace Steward
