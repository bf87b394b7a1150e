using Modelyard.Learning;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Watching;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts what one version of a model predicted, and what of it was logged. Safe for any number of threads.</summary>
internal sealed class ModelSeries
{
    private readonly int[] _categorical;
    private long _rows;
    private long _missingRows;
    private long _unknownRows;
    private long _loggedRows;
    private long _sampledOutRows;
    private long _logFailures;
    private long _importedRows;
    private long _labels;

    public ModelSeries(ServedModel model, DurationHistogram durations, RequestCounts requests)
    {
        Requests = requests;
        Tags = [new("model", model.Version.Name), new("model_version", model.Version.Version)];
        Durations = durations.Add(Tags);
        _categorical = [.. Enumerable.Range(0, model.Inputs.Count).Where(input => model.Inputs[input].Kind == FeatureKind.Categorical)];
    }

    public KeyValuePair<string, object?>[] Tags { get; }

    public DurationSeries Durations { get; }

    /// <summary>Gets what is counted of the requests for the model, whichever of its versions answers.</summary>
    public RequestCounts Requests { get; }

    public long Rows => Interlocked.Read(ref _rows);

    public long MissingRows => Interlocked.Read(ref _missingRows);

    public long UnknownRows => Interlocked.Read(ref _unknownRows);

    public long LoggedRows => Interlocked.Read(ref _loggedRows);

    public long SampledOutRows => Interlocked.Read(ref _sampledOutRows);

    public long LogFailures => Interlocked.Read(ref _logFailures);

    public long ImportedRows => Interlocked.Read(ref _importedRows);

    public long Labels => Interlocked.Read(ref _labels);

    /// <summary>Counts the rows of a request that were predicted.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="ticks">What the model took, as <see cref="System.Diagnostics.Stopwatch"/> counts it.</param>
    public void Predicted(RowBatch rows, long ticks)
    {
        int missing = 0, unknown = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<double> cells = rows.Row(row);
            missing += HasMissing(cells) ? 1 : 0;
            unknown += HasUnknown(cells) ? 1 : 0;
        }

        Interlocked.Add(ref _rows, rows.Count);
        Requests.Predicted(rows.Count);
        if (missing > 0)
        {
            Interlocked.Add(ref _missingRows, missing);
        }

        if (unknown > 0)
        {
            Interlocked.Add(ref _unknownRows, unknown);
        }

        Durations.Record(ticks);
    }

    /// <summary>Counts the rows of a request that was given to the log.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isKept">True if they were written, false if the request is not one of those that are logged.</param>
    public void Logged(int rows, bool isKept) => Interlocked.Add(ref isKept ? ref _loggedRows : ref _sampledOutRows, rows);

    /// <summary>Counts a request whose predictions could not be written to the log.</summary>
    public void LogFailed() => Interlocked.Increment(ref _logFailures);

    /// <summary>Counts predictions of other services and batch jobs.</summary>
    public void Imported(int rows) => Interlocked.Add(ref _importedRows, rows);

    /// <summary>Counts true labels that were written to the log.</summary>
    public void Labelled(int labels) => Interlocked.Add(ref _labels, labels);

    private static bool HasMissing(ReadOnlySpan<double> cells)
    {
        foreach (double cell in cells)
        {
            if (double.IsNaN(cell))
            {
                return true;
            }
        }

        return false;
    }

    // The encoder gives a level that is not in the schema a number below 0.
    private bool HasUnknown(ReadOnlySpan<double> cells)
    {
        foreach (int input in _categorical)
        {
            if (cells[input] < 0)
            {
                return true;
            }
        }

        return false;
    }
}
