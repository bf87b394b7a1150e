using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Writes tables of predictions to a log: those of a batch job, or of another service, by the columns that a log gives when it is read.</summary>
/// <remarks>
/// A table has the inputs of the model and <c>_prediction</c>; the other columns of <see cref="PredictionColumns"/> may be there: <c>_probability.CLASS</c> for all classes or none, <c>_time</c> (now), <c>_request</c> (one is made for the
/// table), <c>_key</c>, <c>_version</c> (that of the source), <c>_latency_ms</c>. Rows of a request stand together; labels, <c>_row</c> and <c>_share</c> are passed over. A table is checked as a whole before any of it is written. Safe for any number of threads.
/// </remarks>
public sealed class PredictionTableWriter : IDisposable
{
    private const int MostVersions = 100;

    // Of a long table without requests, so many rows are one.
    private const int RowsOfRequest = 10_000;
    private readonly PredictionLog _log;
    private readonly PredictionSource _source;
    private readonly RowEncoder _encoder;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PredictionWriter> _writers = new(StringComparer.Ordinal);

    internal PredictionTableWriter(PredictionLog log, PredictionSource source)
    {
        (_log, _source) = (log, source);

        // The terms of texts are no columns of a log.
        _encoder = new RowEncoder(new FeatureSchema(source.Inputs.Select(input => input.Kind == FeatureKind.Text ? input with { Levels = [] } : input)));
    }

    /// <summary>Writes a table. What this has returned from is on the disk.</summary>
    /// <param name="table">The table.</param>
    /// <param name="now">The time of rows without one, in UTC.</param>
    /// <returns>The identifier of the request that was made for rows without one, of a long table or one of several moments the beginning of those of its parts, which <c>-0</c>, <c>-1</c> and so on follow; null if all have one.</returns>
    /// <exception cref="ModelyardException">A column is missing, a cell cannot be, or the log cannot be written; the message says where.</exception>
    public string? Write(Frame table, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = PredictionTableColumns.Of(table, _source, _encoder);
        if (table.RowCount == 0)
        {
            return null;
        }

        string? made = columns.HasAllRequests ? null : $"batch-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..12]}";
        int parts = made is null ? 0 : columns.Nameless(RowsOfRequest), part = 0;
        for (int first = 0; first < table.RowCount;)
        {
            int count = columns.RowsOfRequest(first, RowsOfRequest);
            string request = columns.Request(first) ?? (parts == 1 ? made! : $"{made}-{part++}");
            WriteRequest(columns, request, first, count, now);
            first += count;
        }

        Array.ForEach(Writers(), writer => writer.Sync());
        return made;
    }

    /// <summary>Closes the journals.</summary>
    public void Dispose() => Array.ForEach(Writers(), writer => writer.Dispose());

    private PredictionWriter[] Writers()
    {
        lock (_gate)
        {
            return [.. _writers.Values];
        }
    }

    private void WriteRequest(PredictionTableColumns columns, string request, int first, int count, DateTime now)
    {
        var texts = new CellTexts();
        columns.AddTexts(texts, first, count);
        WriterOf(columns.Version(first) ?? _source.Version).Write(new PredictionBlock
        {
            Time = columns.Time(first) ?? now,
            Request = Encoding.UTF8.GetBytes(request),
            Latency = columns.Latency(first),
            Inputs = columns.Inputs(first, count),
            Predictions = columns.Predictions(first, count),
            Probabilities = columns.Probabilities(first, count),
            Texts = texts.Count > 0 ? texts : null,
        });
    }

    private PredictionWriter WriterOf(string version)
    {
        lock (_gate)
        {
            if (!_writers.TryGetValue(version, out PredictionWriter? writer))
            {
                if (_writers.Count == MostVersions)
                {
                    throw new ModelyardException($"The tables are of more than {MostVersions} versions of the model '{_source.Model}', each of which has files of its own. '{PredictionColumns.Version}' names the version of a model; what differs from row to row is its '{PredictionColumns.Request}' or '{PredictionColumns.Key}'.");
                }

                _writers.Add(version, writer = _log.WriterOf(_source with { Version = version }));
            }

            return writer;
        }
    }
}
