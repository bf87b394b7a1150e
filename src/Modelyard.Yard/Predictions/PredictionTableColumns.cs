using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents a table of predictions as blocks are made of it: checked, and encoded.</summary>
internal sealed class PredictionTableColumns
{
    private readonly PredictionSource _source;
    private readonly Frame _table;
    private readonly Column[] _inputs;
    private readonly Matrix _cells;
    private readonly double[] _predictions;
    private readonly double[] _probabilities;
    private readonly Column? _times;
    private readonly Column? _requests;
    private readonly Column? _keys;
    private readonly Column? _versions;
    private readonly double[]? _latencies;

    private PredictionTableColumns(Frame table, PredictionSource source, RowEncoder encoder)
    {
        (_table, _source) = (table, source);
        Column[] named = [.. source.Inputs.Select(input => Needed(PredictionColumns.Input(input.Name)))];
        _inputs = [.. named.Select((column, i) => column.Name == source.Inputs[i].Name ? column : column.Rename(source.Inputs[i].Name))];
        _cells = encoder.EncodeRows(Frame.Of(_inputs), Environment.ProcessorCount).Features;
        _predictions = source.Classes.Count == 0 ? NumbersOf(Needed(PredictionColumns.Prediction)) : ClassesOf(Needed(PredictionColumns.Prediction));
        _probabilities = ProbabilitiesOf();
        _times = TimesOf();
        _requests = TextsOf(PredictionColumns.Request, PredictionLog.MostRequestBytes);
        _keys = TextsOf(PredictionColumns.Key, PredictionLog.MostKeyBytes);
        _versions = TextsOf(PredictionColumns.Version, PredictionLog.MostRequestBytes);
        _latencies = table.TryGetColumn(PredictionColumns.Latency, out Column? latencies) ? NumbersOf(latencies) : null;
        CheckRequests();
    }

    /// <summary>Gets a value indicating whether each row has a request.</summary>
    internal bool HasAllRequests => _requests is { MissingCount: 0 };

    /// <summary>Checks a table and encodes it.</summary>
    /// <exception cref="ModelyardException">A column is missing, or a cell cannot be.</exception>
    internal static PredictionTableColumns Of(Frame table, PredictionSource source, RowEncoder encoder) => new(table, source, encoder);

    /// <summary>Counts the rows of the request that begins with a row: those of one identifier, or up to so many without one, that have a moment, a latency and a version in common.</summary>
    internal int RowsOfRequest(int first, int most)
    {
        string? request = Request(first);
        int end = first + 1;
        while (end < _table.RowCount && (request is not null || end - first < most) && Request(end) == request && IsSame(first, end))
        {
            end++;
        }

        return end - first;
    }

    /// <summary>Counts the requests that rows without an identifier make, of up to so many rows each.</summary>
    internal int Nameless(int most)
    {
        int count = 0;
        for (int first = 0; first < _table.RowCount; first += RowsOfRequest(first, most))
        {
            count += Request(first) is null ? 1 : 0;
        }

        return count;
    }

    internal string? Request(int row) => Text(_requests, row);

    internal string? Version(int row) => Text(_versions, row);

    internal DateTime? Time(int row) => _times is TimestampColumn times && !times.IsMissing(row) ? times[row] : null;

    internal TimeSpan Latency(int row) => TimeSpan.FromMilliseconds(_latencies is null || double.IsNaN(_latencies[row]) ? 0 : Math.Clamp(_latencies[row], 0, uint.MaxValue / 1e3));

    internal ReadOnlySpan<double> Inputs(int first, int count) => _cells.RowRange(first, count).AsSpan();

    internal ReadOnlySpan<double> Predictions(int first, int count) => _predictions.AsSpan(first, count);

    internal ReadOnlySpan<double> Probabilities(int first, int count) => _probabilities.AsSpan(first * _source.Classes.Count, count * _source.Classes.Count);

    /// <summary>Adds the keys of rows, the texts, and the levels that the model does not know.</summary>
    internal void AddTexts(CellTexts texts, int first, int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (Text(_keys, first + row) is { } key)
            {
                texts.Add(row, CellTexts.Key, key);
            }

            for (int input = 0; input < _inputs.Length; input++)
            {
                bool isText = _source.Inputs[input].Kind == FeatureKind.Text;
                if (!_inputs[input].IsMissing(first + row) && (isText || (_source.Inputs[input].IsCategorical && _cells[first + row, input] < 0)))
                {
                    texts.Add(row, input, _inputs[input].FormatCell(first + row));
                }
            }
        }
    }

    private static string? Text(Column? column, int row) => column is null || column.IsMissing(row) ? null : column.FormatCell(row);

    private bool IsSame(int one, int other) => Time(one) == Time(other) && Version(one) == Version(other) && Latency(one) == Latency(other);

    private Column Needed(string name) => _table.TryGetColumn(name, out Column? column)
        ? column
        : throw new ModelyardException($"The table of predictions has no column '{name}'. It must have the inputs of the model '{_source.Model}' and '{PredictionColumns.Prediction}'; it has {string.Join(", ", _table.Columns.Take(20).Select(own => $"'{own.Name}'"))}.");

    private double[] NumbersOf(Column column)
    {
        if (!column.IsNumeric || column.Kind == ColumnKind.Timestamp)
        {
            throw new ModelyardException($"The column '{column.Name}' of the table of predictions is {column.Kind} and must be numbers.");
        }

        double[] numbers = column.ToDoubles();
        int wrong = column.Name == PredictionColumns.Prediction ? Array.FindIndex(numbers, number => !double.IsFinite(number)) : -1;
        return wrong < 0 ? numbers : throw new ModelyardException($"The prediction in data row {wrong + 1} is '{column.FormatCell(wrong)}' and must be a finite number.");
    }

    private double[] ClassesOf(Column column)
    {
        var codes = _source.Classes.Select((name, code) => (name, code)).ToDictionary(one => one.name, one => (double)one.code, StringComparer.Ordinal);
        double[] classes = new double[_table.RowCount];
        for (int row = 0; row < classes.Length; row++)
        {
            string text = column.FormatCell(row);
            classes[row] = codes.TryGetValue(text, out double code) ? code
                : throw new ModelyardException($"The prediction in data row {row + 1} is '{text}', which is none of the classes of the model '{_source.Model}': {string.Join(", ", _source.Classes.Take(20).Select(name => $"'{name}'"))}.");
        }

        return classes;
    }

    /// <summary>Gathers the probabilities row by row; a table without any has missing ones.</summary>
    private double[] ProbabilitiesOf()
    {
        int width = _source.Classes.Count;
        double[] probabilities = new double[_table.RowCount * width];
        probabilities.AsSpan().Fill(double.NaN);
        if (!_source.Classes.Any(name => _table.TryGetColumn(PredictionColumns.Probability(name), out _)))
        {
            return probabilities;
        }

        for (int label = 0; label < width; label++)
        {
            double[] own = NumbersOf(Needed(PredictionColumns.Probability(_source.Classes[label])));
            for (int row = 0; row < own.Length; row++)
            {
                probabilities[(row * width) + label] = own[row] is >= 0 and <= 1 || double.IsNaN(own[row]) ? own[row]
                    : throw new ModelyardException($"The probability '{PredictionColumns.Probability(_source.Classes[label])}' in data row {row + 1} is '{own[row]}' and must be from 0 to 1.");
            }
        }

        return probabilities;
    }

    private TimestampColumn? TimesOf() => !_table.TryGetColumn(PredictionColumns.Time, out Column? times) || times.MissingCount == times.Length ? null
        : times as TimestampColumn ?? throw new ModelyardException($"The column '{PredictionColumns.Time}' of the table of predictions is {times.Kind} and must be times as in 2026-01-31T08:30:00Z.");

    private Column? TextsOf(string name, int most)
    {
        if (!_table.TryGetColumn(name, out Column? column))
        {
            return null;
        }

        int wrong = Enumerable.Range(0, column.Length).FirstOrDefault(row => !column.IsMissing(row) && Encoding.UTF8.GetByteCount(column.FormatCell(row)) > most, -1);
        return wrong < 0 ? column : throw new ModelyardException($"The cell of '{name}' in data row {wrong + 1} has more than {most} bytes.");
    }

    /// <summary>Refuses a request whose rows do not stand together: by its row within the request a label finds its prediction.</summary>
    private void CheckRequests()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int first = 0; _requests is not null && first < _table.RowCount; first += RowsOfRequest(first, int.MaxValue))
        {
            if (Request(first) is { } request && !seen.Add(request))
            {
                throw new ModelyardException($"The request '{request}' begins again in data row {first + 1}. Rows of a request must stand together, with the same time, version and latency.");
            }
        }
    }
}
