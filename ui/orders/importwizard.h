// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/keptmaps.h"
#include "models/orders/orderimport.h"
#include "ui/common/context.h"
#include "ui/common/pagework.h"
#include "ui/common/unsent.h"

#include <QDialog>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Steward {

class ImportFilePage;
class ImportMapPage;
class ImportResultPage;
struct Draft;

/// Brings a file of orders into the store, step by step: the file, its columns, a check that writes nothing, and the import. A window of
/// its own, so that the desk goes on meanwhile; closing it while it imports asks. What is said of the columns is a draft of that file, which
/// is known by its name and headings, until it is kept, saved or imported by.
class ImportWizard final : public QDialog
{
    Q_OBJECT

public:
    explicit ImportWizard(const UiContext &context, QWidget *parent = nullptr);

    /// A file that was chosen or dropped, or whose columns are a draft. While an import or a check runs, it is only said that it does.
    void openFile(const QString &path);
    void reject() override;
    [[nodiscard]] bool isImporting() const;  ///< orders come into the store; a check writes nothing
    [[nodiscard]] static PageWork work();    ///< that an import is
    [[nodiscard]] bool isMapUnsaved() const; ///< somebody mapped columns, and neither kept that nor imported by it, nor was asked about it
    [[nodiscard]] QString mapTitle() const;  ///< what that is called
    void settleMap(UnsentChoice choice);     ///< what was answered to that
    [[nodiscard]] static QString draftVerb();
    [[nodiscard]] static QString draftPath(const Draft &draft); ///< of the file it is of

Q_SIGNALS:
    void imported(); ///< orders are in the store that were not

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum Step { FileStep, ColumnsStep, CheckStep, ImportStep };
    /// What was said of a file's columns at some moment: an answer comes when more may have been said, or of another file.
    struct SaidMap
    {
        QString path;
        QJsonObject typed;
    };

    void layOut();
    void connectAll();
    void chooseFile();
    void takeFile(const QString &path);
    void sayBusy();
    void look();
    void showLook(const Result<ImportLook> &look);
    void showColumns();
    void showMap(const ImportMap &map);
    void fillColumns(const ImportMap &map);
    void connectMaps();
    void keptKnown();
    void keepMap();
    void keepAs(const QString &name);
    void forgetMap();
    void saveMap();
    void openMap();
    void takeMap(const QString &path, const Result<ImportMap> &map);
    void takeWanted(const QVariant &map);
    void takeInstead(const std::function<void()> &take);
    [[nodiscard]] bool isMapTyped() const; ///< and is not what is known
    [[nodiscard]] bool isMapSetAside() const;
    [[nodiscard]] SaidMap said() const;
    void mapIsKnown(const SaidMap &said);
    void keepMapDraft();
    void restoreMap();
    void restoreLate();
    [[nodiscard]] bool restoreReading();
    [[nodiscard]] bool isReadAsTheDraft(const Result<ImportLook> &look) const;
    [[nodiscard]] std::optional<Draft> mapDraft(const QStringList &header) const;
    [[nodiscard]] static QString draftRecord(const QString &path);
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
    void leave();

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
    QString m_mapPath;                      ///< of the file that the columns are of; empty: of none
    QJsonObject m_knownMap;                 ///< as it was offered, kept or imported by
    QJsonObject m_settledMap;               ///< what was typed and need not be asked about
    SaidMap m_importing;                    ///< by which is imported
    bool m_isReadByDraft = false;           ///< the file that is looked at, as it was when something was said of it
    std::optional<ImportMap> m_readAgainBy; ///< a map that said how to read the file that is looked at
    bool m_isClosing = false; ///< as soon as it has stopped
    LatestOnly<Result<ImportLook>> m_looking;
    LatestOnly<Result<QList<PreviewedOrder>>> m_previewing;
    LatestOnly<Result<ImportMap>> m_readingMap;
    LatestOnly<QString> m_writingMap;
};

} // namespace Steward
