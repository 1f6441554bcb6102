// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importpreview.h"

#include <QVariant>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace Steward {

/// The first page of an import: which file, where it comes from, and how its text is written.
class ImportFilePage final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportFilePage(QWidget *parent = nullptr);

    [[nodiscard]] QString path() const { return m_path; }
    /// The shipped map to read it by; empty: a map of one's own, or kept().
    [[nodiscard]] QString map() const;
    [[nodiscard]] SavedViewId kept() const; ///< the kept map to read it by
    /// What can be chosen beside the shipped maps.
    void setKept(const QList<KeptMap> &maps);
    void chooseKept(SavedViewId id);
    /// One that was wanted. Until then the choice stays as it is, so that it always says what the columns are of.
    void chooseWanted(const QVariant &map);
    /// Reads it so, unless somebody has chosen how to read it. Whether that changed anything.
    [[nodiscard]] bool suggestReading(const QString &encoding, char delimiter);
    /// Reads it as it is found out from the file.
    void findOutReading();
    [[nodiscard]] QString encoding() const;
    [[nodiscard]] char delimiter() const;
    void setPath(const QString &path);
    void setBusy();
    void show(const ImportLook &look);
    void showFailure(const QString &why);

Q_SIGNALS:
    void fileWanted();   ///< a file is to be chosen
    void readingEdited(); ///< the file is to be looked at anew
    void mapWanted(const QVariant &map); ///< another than the one that is chosen, for chooseWanted()

private:
    void fillMaps();
    void wantMap();
    void showChoice(int place);
    [[nodiscard]] QComboBox *makeChoice(const QString &name, const QString &accessibleName, const QList<QPair<QString, QString>> &choices);

    QString m_path;
    QList<KeptMap> m_kept;
    QPushButton *m_choose = nullptr;
    QLabel *m_file = nullptr;
    QLabel *m_found = nullptr;
    QComboBox *m_map = nullptr;
    QVariant m_chosenMap; ///< as its item says it
    QComboBox *m_encoding = nullptr;
    QComboBox *m_delimiter = nullptr;
};

} // namespace Steward
