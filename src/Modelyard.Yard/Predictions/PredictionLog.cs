using System.Security.Cryptography;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.Journals;
using Modelyard.Lifecycle.Predictions.RollUps;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents what a model predicted, request by request, with the true labels that came later: durable, and readable as a table.</summary>
/// <remarks>
/// The folder of a log holds a folder for each day, in UTC: journals, which are appended to, and Parquet files, which closed journals are turned into. Any number of processes may write to it and read it at once; each writes journals
/// of its own. Its format is described in docs/prediction-log.md.
/// </remarks>
public sealed class PredictionLog : IDisposable
{
    /// <summary>The greatest length of a request's identifier, in bytes of UTF-8.</summary>
    public const int MostRequestBytes = 200;

    /// <summary>The greatest length of the key of a row, and of a label, in bytes of UTF-8.</summary>
    public const int MostKeyBytes = 10_000;

    private const string KeyName = "hash.key";

    private readonly SegmentFolder _folder;
    private readonly SegmentSealer _sealer;
    private readonly RollUpReader _rollUps;
    private readonly PredictionLogOptions _options;
    private readonly TimeProvider _clock;
    private readonly RollingJournal _labels;
    private readonly Lock _gate = new();
    private readonly List<PredictionWriter> _writers = [];
    private readonly ITimer _timer;

    private PredictionLog(string folder, PredictionLogOptions options, TimeProvider clock)
    {
        _folder = new SegmentFolder(folder);
        _sealer = new SegmentSealer(_folder);
        _rollUps = new RollUpReader(_folder);
        (_options, _clock) = (options, clock);
        _labels = new RollingJournal(_folder, SegmentKind.Labels, LabelRecord.Header.ToArray(), options, clock);
        _timer = clock.CreateTimer(_ => Sync(), null, options.SyncInterval, options.SyncInterval);
    }

    /// <summary>Gets the folder of the log.</summary>
    public string Folder => _folder.Path;

    /// <summary>Gets the first and the last day of predictions, in UTC; null if there are none.</summary>
    public (DateOnly First, DateOnly Last)? Days => DaysWithRows is { Count: > 0 } days ? (days[0], days[^1]) : null;

    /// <summary>Gets the days of which predictions are held, in UTC.</summary>
    internal IReadOnlyList<DateOnly> DaysWithRows => [.. _folder.DaysOf(SegmentKind.Predictions)];

    /// <summary>Opens a log, and makes its folder if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What is kept; the defaults if null.</param>
    /// <param name="clock">Tells the time; that of the machine if null.</param>
    /// <returns>The log, to be disposed.</returns>
    /// <exception cref="ModelyardException">The options are out of range, or the folder cannot be used.</exception>
    public static PredictionLog Open(string folder, PredictionLogOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new PredictionLogOptions();
        options.Check();
        return YardFault.Translate($"The log of predictions '{folder}' cannot be opened", () =>
        {
            string path = Path.GetFullPath(folder);
            DurableFolder.Create(path);
            return new PredictionLog(path, options, clock ?? TimeProvider.System);
        });
    }

    /// <summary>Begins to write the predictions of one version of a model.</summary>
    /// <param name="source">What makes the predictions.</param>
    /// <returns>What writes them, to be disposed when the version is no longer served.</returns>
    /// <exception cref="ModelyardException">Two inputs would have the same name in the log, or the key of hashes cannot be read.</exception>
    public PredictionWriter WriterOf(PredictionSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] key = _options.Redactions.Any(rule => rule.Redaction == Redaction.Hash) ? HashKey() : [];
        var encoder = new PredictionEncoder(source, _options.Share, _options.Redactions, new CellHash(key));
        var writer = new PredictionWriter(encoder, new RollingJournal(_folder, SegmentKind.Predictions, encoder.Header.ToUtf8(), _options, _clock), _options.Share, Forget);
        lock (_gate)
        {
            _writers.Add(writer);
        }

        return writer;
    }

    /// <summary>Begins to write tables of predictions that a batch job or another service made.</summary>
    /// <param name="source">What makes the predictions.</param>
    /// <returns>What writes them, to be disposed.</returns>
    public PredictionTableWriter TableWriterOf(PredictionSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new PredictionTableWriter(this, source);
    }

    /// <summary>Writes true labels. What this has returned from is on the disk.</summary>
    /// <param name="labels">The labels; a later one of the same row takes the place of an earlier.</param>
    /// <exception cref="ModelyardException">A label names neither a request nor a key, or both, or the labels cannot be written; none is in the log then.</exception>
    public void AddLabels(IReadOnlyList<TrueLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.FirstOrDefault(label => label.Request is null == label.Key is null) is { } wrong)
        {
            throw new ModelyardException($"The label '{wrong.Label}' names {(wrong.Key is null ? "neither a request nor a key" : "both a request and a key")} and must name one of them.");
        }

        if (labels.Count > 0)
        {
            YardFault.Translate("The labels cannot be logged", () =>
            {
                DateTime now = _clock.GetUtcNow().UtcDateTime;
                _labels.Append(DateOnly.FromDateTime(now), LabelRecord.Write(labels, now), isDurable: true);
                return true;
            });
        }
    }

    /// <summary>Turns closed journals into compressed tables, puts those of a day that is over together as one, and removes the days that are kept no longer; a matter of seconds for each journal.</summary>
    /// <exception cref="ModelyardException">A journal is damaged, or a table cannot be written.</exception>
    public void Seal() => YardFault.Translate($"The log of predictions '{Folder}' cannot be sealed", () =>
    {
        _sealer.Seal(_options, _clock.GetUtcNow().UtcDateTime);
        return true;
    });

    /// <summary>Reads predictions with the labels that are known of them.</summary>
    /// <param name="from">The moment of the first prediction, in UTC; null for all.</param>
    /// <param name="until">The moment before which the last prediction is, in UTC; null for all.</param>
    /// <param name="withLabels">Whether the labels are looked for, in the files of labels of all days from the first on; without them, none of a row is known.</param>
    /// <returns>A table by <see cref="PredictionColumns"/> and the inputs of the model, in the order of time; of versions with different inputs, those of all, with missing cells. No columns if there is no prediction.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public Frame Read(DateTime? from = null, DateTime? until = null, bool withLabels = true) =>
        YardFault.Translate($"The log of predictions '{Folder}' cannot be read", () => new PredictionReader(_folder).Read(from ?? DateTime.MinValue, until ?? DateTime.MaxValue, withLabels));

    /// <summary>Reads predictions with the labels that are known of them day by day, so that no more than a day is held.</summary>
    /// <param name="from">The moment of the first prediction, in UTC; null for all.</param>
    /// <param name="until">The moment before which the last prediction is, in UTC; null for all.</param>
    /// <returns>A table as <see cref="Read"/> gives it for each day that has predictions, in order, read as it is asked for.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public IEnumerable<Frame> ReadDays(DateTime? from = null, DateTime? until = null) => Translated(new PredictionReader(_folder).ReadDays(from ?? DateTime.MinValue, until ?? DateTime.MaxValue));

    /// <summary>Reads what is kept of the predictions without their rows: hour by hour, also of days whose rows are over. A month takes some milliseconds, whatever its rows.</summary>
    /// <param name="from">The first hour, in UTC; null for all.</param>
    /// <param name="until">The moment before which the last hour begins, in UTC; null for all.</param>
    /// <returns>The roll-ups.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public LogRollUps RollUps(DateTime? from = null, DateTime? until = null) =>
        YardFault.Translate($"The roll-ups of the log '{Folder}' cannot be read", () => _rollUps.Read(from ?? DateTime.MinValue, until ?? DateTime.MaxValue));

    /// <summary>Finds the rows of a request with the labels that are known of them. Of files that are sealed no more is read than their statistics and the column of requests, where the request is not in them.</summary>
    /// <param name="request">The identifier.</param>
    /// <param name="day">The day, in UTC; null if it is not known: the latest days are read first, until it is found.</param>
    /// <returns>A table as <see cref="Read"/> gives it; no columns if there is no such request.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public Frame Find(string request, DateOnly? day = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return YardFault.Translate($"The log of predictions '{Folder}' cannot be read", () => new PredictionReader(_folder).Find(request, day));
    }

    /// <summary>Finds the labels that belong to no prediction which the log holds: one whose days are over, or that was never made, or comes later.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>Their positions, ascending. All files of the log are read, one after the other.</returns>
    /// <exception cref="ModelyardException">A file is damaged, or cannot be read.</exception>
    public IReadOnlyList<int> Unmatched(IReadOnlyList<TrueLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return YardFault.Translate($"The log of predictions '{Folder}' cannot be read", () => new PredictionReader(_folder).Unmatched(labels, _clock.GetUtcNow().UtcDateTime));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        PredictionWriter[] writers;
        lock (_gate)
        {
            writers = [.. _writers];
        }

        Array.ForEach(writers, writer => writer.Dispose());
        _labels.Dispose();
    }

    /// <summary>Reads predictions as <see cref="ReadDays"/> does, the last day first.</summary>
    internal IEnumerable<Frame> ReadDaysBack() => Translated(new PredictionReader(_folder).ReadDays(DateTime.MinValue, DateTime.MaxValue, isBack: true));

    private IEnumerable<Frame> Translated(IEnumerable<Frame> read)
    {
        using IEnumerator<Frame> days = read.GetEnumerator();
        while (YardFault.Translate($"The log of predictions '{Folder}' cannot be read", days.MoveNext))
        {
            yield return days.Current;
        }
    }

    private void Forget(PredictionWriter writer)
    {
        lock (_gate)
        {
            _writers.Remove(writer);
        }
    }

    private void Sync()
    {
        PredictionWriter[] writers;
        lock (_gate)
        {
            writers = [.. _writers];
        }

        foreach (PredictionWriter writer in writers)
        {
            writer.Sync();
        }

        _labels.Sync();
    }

    /// <summary>Reads the key of hashes, which the first process makes; others wait until it is whole.</summary>
    private byte[] HashKey() => YardFault.Translate("The key of the hashes cannot be read", () =>
    {
        string path = Path.Combine(Folder, KeyName);
        if (!File.Exists(path))
        {
            string own = $"{path}.{Guid.NewGuid():N}";
            var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(own, mode))
            {
                file.Write(RandomNumberGenerator.GetBytes(CellHash.KeyLength));
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(own, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(own);
            }
        }

        byte[] key = File.ReadAllBytes(path);
        return key.Length == CellHash.KeyLength ? key : throw new YardException($"The key '{path}' has '{key.Length}' bytes and must have {CellHash.KeyLength}. Restore it from a copy; with another key the same cells have other hashes.");
    });
}
