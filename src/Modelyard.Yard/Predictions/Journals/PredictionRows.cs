using System.Buffers.Binary;
using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Gathers the rows of records as the columns of a table.</summary>
internal sealed class PredictionRows(PredictionHeader header, string path) : ISegmentRows
{
    private static readonly double s_firstMicrosecond = Math.Ceiling((DateTime.MinValue - DateTime.UnixEpoch).TotalMicroseconds);
    private static readonly double s_lastMicrosecond = Math.Floor((DateTime.MaxValue - DateTime.UnixEpoch).TotalMicroseconds) - 1e6;

    private readonly List<long> _times = [];
    private readonly List<string> _requests = [];
    private readonly List<long> _rows = [];
    private readonly List<double> _latencies = [];
    private readonly List<double>[] _numbers = [.. header.Columns.Select(_ => new List<double>())];
    private readonly Dictionary<(int Row, int Column), string> _texts = [];
    private readonly List<double> _predictions = [];
    private readonly List<double>[] _probabilities = [.. header.Classes.Select(_ => new List<double>())];

    /// <inheritdoc/>
    public int Count => _times.Count;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> record)
    {
        int columns = header.Columns.Count, first = Count;
        if (record.Length < PredictionEncoder.FixedLength)
        {
            throw Malformed();
        }

        long time = BinaryPrimitives.ReadInt64LittleEndian(record);
        double latency = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) / 1e3;
        int rows = BinaryPrimitives.ReadInt32LittleEndian(record[12..]), texts = BinaryPrimitives.ReadInt32LittleEndian(record[16..]), request = BinaryPrimitives.ReadInt32LittleEndian(record[20..]);
        long needed = PredictionEncoder.FixedLength + (long)request + ((long)rows * (columns + 1 + header.Classes.Count) * sizeof(double));
        if (rows < 0 || texts < 0 || request is < 0 or > PredictionLog.MostRequestBytes || needed > record.Length)
        {
            throw Malformed();
        }

        string id = Encoding.UTF8.GetString(record.Slice(PredictionEncoder.FixedLength, request));
        int at = PredictionEncoder.FixedLength + request;
        for (int row = 0; row < rows; row++)
        {
            _times.Add(DateTime.UnixEpoch.Ticks + (time * TimeSpan.TicksPerMicrosecond));
            _requests.Add(id);
            _rows.Add(row);
            _latencies.Add(latency);
            foreach (List<double> column in _numbers)
            {
                column.Add(Number(record, ref at));
            }
        }

        for (int row = 0; row < rows; row++)
        {
            _predictions.Add(Number(record, ref at));
        }

        for (int row = 0; row < rows; row++)
        {
            foreach (List<double> column in _probabilities)
            {
                column.Add(Number(record, ref at));
            }
        }

        for (int i = 0; i < texts; i++)
        {
            AddText(record, first, rows, ref at);
        }
    }

    /// <inheritdoc/>
    public Frame Take()
    {
        int count = Count;
        var columns = new List<Column>
        {
            new TimestampColumn(PredictionColumns.Time, [.. _times], isUtc: true),
            new TextColumn(PredictionColumns.Request, _requests),
            new IntegerColumn(PredictionColumns.Row, [.. _rows]),
            new TextColumn(PredictionColumns.Key, Texts(CellTexts.Key, count)),
            CategoryColumn.From(PredictionColumns.Version, Enumerable.Repeat(header.Version, count)),
            new DoubleColumn(PredictionColumns.Latency, [.. _latencies]),
            new DoubleColumn(PredictionColumns.Share, [.. Enumerable.Repeat(header.Share, count)]),
        };
        for (int i = 0; i < header.Columns.Count; i++)
        {
            columns.Add(Input(i, count));
        }

        columns.Add(header.Classes.Count == 0
            ? new DoubleColumn(PredictionColumns.Prediction, [.. _predictions])
            : CategoryColumn.From(PredictionColumns.Prediction, _predictions.Select(code => Level(header.Classes, code))));
        columns.AddRange(_probabilities.Select((values, i) => new DoubleColumn(PredictionColumns.Probability(header.Classes[i]), [.. values])));
        Clear();
        return Frame.Of(columns);
    }

    private static double Number(ReadOnlySpan<byte> record, ref int at)
    {
        double number = BinaryPrimitives.ReadDoubleLittleEndian(record[at..]);
        at += sizeof(double);
        return number;
    }

    private static string? Level(IReadOnlyList<string> levels, double code) => code >= 0 && code < levels.Count ? levels[(int)code] : null;

    private void AddText(ReadOnlySpan<byte> record, int first, int rows, ref int at)
    {
        const int FrameLength = 3 * sizeof(int);
        if (record.Length - at < FrameLength)
        {
            throw Malformed();
        }

        int row = BinaryPrimitives.ReadInt32LittleEndian(record[at..]), column = BinaryPrimitives.ReadInt32LittleEndian(record[(at + 4)..]), length = BinaryPrimitives.ReadInt32LittleEndian(record[(at + 8)..]);
        at += FrameLength;
        if ((uint)row >= (uint)rows || column < CellTexts.Key || column >= header.Columns.Count || length < 0 || length > record.Length - at)
        {
            throw Malformed();
        }

        _texts[(first + row, column)] = Encoding.UTF8.GetString(record.Slice(at, length));
        at += length;
    }

    private Column Input(int index, int count)
    {
        Feature feature = header.Columns[index];
        List<double> cells = _numbers[index];
        var validity = cells.Exists(double.IsNaN) ? new Validity([.. cells.Select(cell => !double.IsNaN(cell))]) : null;
        return feature.Kind switch
        {
            FeatureKind.Boolean => new BooleanColumn(feature.Name, [.. cells.Select(cell => cell == 1)], validity),
            FeatureKind.Timestamp => new TimestampColumn(feature.Name, [.. cells.Select(Ticks)], isUtc: true, validity),
            FeatureKind.Categorical => CategoryColumn.From(feature.Name, cells.Select((code, row) => Level(feature.Levels, code) ?? _texts.GetValueOrDefault((row, index)))),
            FeatureKind.Text => new TextColumn(feature.Name, Texts(index, count)),
            _ => new DoubleColumn(feature.Name, [.. cells]),
        };
    }

    private IEnumerable<string?> Texts(int column, int count) => Enumerable.Range(0, count).Select(row => _texts.GetValueOrDefault((row, column)));

    // The last digits of seconds that are doubles are noise below a microsecond; what no date holds ends at the first or the last.
    private static long Ticks(double seconds) => double.IsNaN(seconds)
        ? 0
        : DateTime.UnixEpoch.Ticks + (TimeSpan.TicksPerMicrosecond * (long)Math.Clamp(Math.Round(seconds * 1e6), s_firstMicrosecond, s_lastMicrosecond));

    private void Clear()
    {
        _times.Clear();
        _requests.Clear();
        _rows.Clear();
        _latencies.Clear();
        _texts.Clear();
        _predictions.Clear();
        foreach (List<double> column in _numbers.Concat(_probabilities))
        {
            column.Clear();
        }
    }

    private YardException Malformed() => new($"The journal '{path}' has a record that does not fit its header. Restore the file from a copy.");
}
