// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace Steward {

class MainWindow;
class Session;
class Settings;

/// Visits every page and sheet by itself, leaves a picture of each, says what it did, and ends the program: 0 when all of it
/// could be shown.
class Walk final : public QObject
{
    Q_OBJECT

public:
    Walk(MainWindow &window, Session &session, Settings &settings, const QString &folder);
    void begin();
    void fail(const QString &text);

private:
    /// What to do, when it has happened, and the picture to take then.
    struct Step
    {
        QString picture; ///< empty: none
        QString text;
        std::function<void()> act;
        std::function<bool()> isDone;
    };
    void addSteps();
    /// The desk and its sheets under one look.
    void addLooks(const QString &suffix);
    void addSheet(const QString &picture, const QString &text, const QString &action);
    void look(int theme, Qt::LayoutDirection direction, int textPercent);
    void next();
    void check();
    void takePicture(const QString &name);
    void trigger(const QString &action);
    void closeSheets();

    MainWindow &m_window;
    Session &m_session;
    Settings &m_settings;
    QString m_folder;
    QList<Step> m_steps;
    int m_at = -1;
    QTimer m_poll;
    QElapsedTimer m_since;
    int m_pictures = 0;
};

} // namespace Steward
