// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importjob.h"
#include "models/orders/import/importpreview.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Steward {

class Session;

/// Brings a file's orders into the store as the console program does, by the same job, over a connection of its own and off the GUI
/// thread. One file at a time. Destroyed while it runs, it stops behind the batch it is at.
class OrderImport final : public QObject
{
    Q_OBJECT

public:
    explicit OrderImport(Session &session, QObject *parent = nullptr);
    ~OrderImport() override;

    /// Both end soon after their future is cancelled, however large the file.
    [[nodiscard]] QFuture<Result<ImportLook>> look(const QString &path, const ImportChoices &choices, const QList<KeptMap> &kept);
    [[nodiscard]] QFuture<Result<QList<PreviewedOrder>>> first(const ImportRequest &request);
    /// Checks or imports. Ends in finished(), stopped() or failed().
    void start(const ImportRequest &request);
    /// What was imported so far stays.
    void stop();
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void progressed(double part); ///< of the file, 0 to 1
    void finished(const Steward::ImportReport &report);
    void stopped();
    void failed(const QString &text); ///< a whole sentence

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
