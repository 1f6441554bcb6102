// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/keptmaps.h"
#include "models/orders/orderimport.h"
#include "ui/common/context.h"
#include "ui/common/pagework.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Steward {

class ImportFilePage;
class ImportMapPage;
class ImportResultPage;

/// Brings a file of orders into the store, step by step: the file, its columns, a check that writes nothing, and the import. A window of
/// its own, so that the desk goes on meanwhile; closing it while it imports asks.
class ImportWizard final : public QDialog
{
    Q_OBJECT

public:
    explicit ImportWizard(const UiContext &context, QWidget *parent = nullptr);

    /// A file that was chosen or dropped.
    void openFile(const QString &path);
    void reject() override;
    [[nodiscard]] bool isImporting() const; ///< orders come into the store; a check writes nothing
    [[nodiscard]] static PageWork work();   ///< that an import is

Q_SIGNALS:
    void imported(); ///< orders are in the store that were not

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum Step { FileStep, ColumnsStep, CheckStep, ImportStep };

    void layOut();
    void connectAll();
    void chooseFile();
    void look();
    void showLook(const Result<ImportLook> &look);
    void showColumns();
    void showMap(const ImportMap &map);
    void connectMaps();
    void keptKnown();
    void keepMap();
    void keepAs(const QString &name);
    void forgetMap();
    void saveMap();
    void openMap();
    void takeMap(const QString &path, const Result<ImportMap> &map);
    void check();
    void import();
    void finished(const ImportReport &report);
    void halted(const QString &why);
    void goOn();
    void goBack();
    void showStep(Step step);
    void updateButtons();
    [[nodiscard]] ImportRequest request(ImportRequest::Mode mode) const;
    [[nodiscard]] Step step() const;

    UiContext m_context;
    OrderImport m_import;
    KeptMaps m_kept;
    ImportLook m_look;
    ImportFilePage *m_file = nullptr;
    ImportMapPage *m_columns = nullptr;
    ImportResultPage *m_check = nullptr;
    ImportResultPage *m_run = nullptr;
    QStackedWidget *m_pages = nullptr;
    QLabel *m_title = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_next = nullptr;
    QPushButton *m_close = nullptr;
    bool m_isLooking = false; ///< at the file, or waiting for the kept maps to do so
    SavedViewId m_justKept;                 ///< and not in the list yet
    std::optional<ImportMap> m_readAgainBy; ///< a map that said how to read the file that is looked at
    bool m_isClosing = false; ///< as soon as it has stopped
    LatestOnly<Result<ImportLook>> m_looking;
    LatestOnly<Result<QList<PreviewedOrder>>> m_previewing;
    LatestOnly<Result<ImportMap>> m_readingMap;
    LatestOnly<QString> m_writingMap;
};

} // namespace Steward
