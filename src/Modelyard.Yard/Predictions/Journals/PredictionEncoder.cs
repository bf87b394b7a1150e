using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Modelyard.Learning;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Writes blocks of predictions as records, with what is to be redacted left out or hashed. Immutable.</summary>
internal sealed class PredictionEncoder
{
    /// <summary>The number of bytes before the request's identifier.</summary>
    internal const int FixedLength = sizeof(long) + (4 * sizeof(int));

    private readonly PredictionSource _source;
    private readonly CellHash _hash;

    // Of each input the column that it becomes, or -1, and whether it is hashed.
    private readonly int[] _columns;
    private readonly bool[] _isHashed;
    private readonly bool _keepsAll;

    /// <summary>Initializes an encoder.</summary>
    /// <param name="source">What makes the predictions.</param>
    /// <param name="share">The share of requests that is kept.</param>
    /// <param name="rules">What is redacted; of several rules for a column the first counts.</param>
    /// <param name="hash">Hashes cells.</param>
    /// <exception cref="ModelyardException">Two columns would have the same name in the log.</exception>
    internal PredictionEncoder(PredictionSource source, double share, IReadOnlyList<RedactionRule> rules, CellHash hash)
    {
        (_source, _hash) = (source, hash);
        _columns = new int[source.Inputs.Count];
        _isHashed = new bool[source.Inputs.Count];
        var columns = new List<Feature>();
        for (int input = 0; input < _columns.Length; input++)
        {
            Feature feature = source.Inputs[input];
            Redaction? redaction = rules.FirstOrDefault(rule => rule.Matches(feature.Name))?.Redaction;
            _columns[input] = redaction == Redaction.Omit ? -1 : columns.Count;
            _isHashed[input] = redaction == Redaction.Hash;
            if (redaction != Redaction.Omit)
            {
                columns.Add(feature with
                {
                    Name = PredictionColumns.Input(feature.Name),
                    Kind = _isHashed[input] ? FeatureKind.Categorical : feature.Kind,
                    Levels = !feature.IsCategorical ? [] : _isHashed[input] ? [.. feature.Levels.Select(hash.Of)] : feature.Levels,
                });
            }
        }

        if (columns.CountBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1) is { Value: > 1 } twice)
        {
            throw new ModelyardException($"Two inputs of the model '{source.Model}' would both be the column '{twice.Key}' of its log; rename one.");
        }

        _keepsAll = columns.Count == _columns.Length && !Array.Exists(_isHashed, isHashed => isHashed);
        Header = new PredictionHeader(source.Model, source.Version, share, columns, source.Classes);
    }

    /// <summary>Gets the header of the journals that such records are in.</summary>
    internal PredictionHeader Header { get; }

    /// <summary>Gets an upper bound of the length of a record.</summary>
    internal long LengthOf(in PredictionBlock block)
    {
        const int TextFrame = 3 * sizeof(int), HashLength = 24;
        long cells = block.Inputs.Length + block.Predictions.Length + (long)block.Probabilities.Length;
        long hashed = _keepsAll ? 0 : (long)block.Inputs.Length * (TextFrame + HashLength);
        return FixedLength + block.Request.Length + (cells * sizeof(double)) + hashed + (block.Texts is { } texts ? (texts.Count * (long)(TextFrame + HashLength)) + texts.Length : 0);
    }

    /// <summary>Writes a record.</summary>
    /// <param name="block">The predictions.</param>
    /// <param name="record">Receives the record, as long as <see cref="LengthOf"/> says.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">The lengths of the block do not fit together.</exception>
    internal int Write(in PredictionBlock block, Span<byte> record)
    {
        int rows = block.Predictions.Length, width = _columns.Length;
        if (block.Inputs.Length != rows * width || block.Probabilities.Length != rows * _source.Classes.Count || block.Request.Length > PredictionLog.MostRequestBytes)
        {
            throw new ArgumentException(
                $"The block has {rows} predictions, {block.Inputs.Length} cells, {block.Probabilities.Length} probabilities and a request of {block.Request.Length} bytes; {rows} rows have {rows * width} cells and {rows * _source.Classes.Count} probabilities, and a request {PredictionLog.MostRequestBytes} bytes at most.",
                nameof(block));
        }

        BinaryPrimitives.WriteInt64LittleEndian(record, (block.Time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)Math.Clamp(block.Latency.Ticks / TimeSpan.TicksPerMicrosecond, 0, uint.MaxValue));
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], rows);
        BinaryPrimitives.WriteInt32LittleEndian(record[20..], block.Request.Length);
        block.Request.CopyTo(record[FixedLength..]);
        int at = FixedLength + block.Request.Length, texts = 0;
        if (_keepsAll)
        {
            at = WriteNumbers(block.Inputs, record, at);
        }
        else
        {
            WriteKept(block.Inputs, rows, record, ref at);
        }

        at = WriteNumbers(block.Predictions, record, at);
        at = WriteNumbers(block.Probabilities, record, at);
        WriteHashes(block.Inputs, rows, record, ref at, ref texts);
        WriteTexts(block.Texts, record, ref at, ref texts);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], texts);
        return at;
    }

    private void WriteKept(ReadOnlySpan<double> inputs, int rows, Span<byte> record, ref int at)
    {
        int width = _columns.Length;
        for (int row = 0; row < rows; row++)
        {
            for (int input = 0; input < width; input++)
            {
                if (_columns[input] >= 0)
                {
                    // A hashed number is a level that the header does not know: its text follows.
                    double cell = inputs[(row * width) + input];
                    bool isText = _isHashed[input] && !_source.Inputs[input].IsCategorical && !double.IsNaN(cell);
                    BinaryPrimitives.WriteDoubleLittleEndian(record[at..], isText ? -1 : cell);
                    at += sizeof(double);
                }
            }
        }
    }

    private void WriteHashes(ReadOnlySpan<double> inputs, int rows, Span<byte> record, ref int at, ref int texts)
    {
        int width = _columns.Length;
        for (int input = 0; input < width; input++)
        {
            if (!_isHashed[input] || _source.Inputs[input].IsCategorical || _source.Inputs[input].Kind == FeatureKind.Text)
            {
                continue;
            }

            for (int row = 0; row < rows; row++)
            {
                double cell = inputs[(row * width) + input];
                if (!double.IsNaN(cell))
                {
                    WriteText(row, _columns[input], Encoding.UTF8.GetBytes(_hash.Of(cell.ToString("R", CultureInfo.InvariantCulture))), record, ref at);
                    texts++;
                }
            }
        }
    }

    private void WriteTexts(CellTexts? cells, Span<byte> record, ref int at, ref int texts)
    {
        for (int i = 0; i < (cells?.Count ?? 0); i++)
        {
            (int row, int column) = cells!.At(i, out ReadOnlySpan<byte> utf8);
            if (column == CellTexts.Key)
            {
                WriteText(row, column, utf8, record, ref at);
                texts++;
            }
            else if (_columns[column] >= 0)
            {
                WriteText(row, _columns[column], _isHashed[column] ? Encoding.UTF8.GetBytes(_hash.Of(utf8)) : utf8, record, ref at);
                texts++;
            }
        }
    }

    private static void WriteText(int row, int column, ReadOnlySpan<byte> utf8, Span<byte> record, ref int at)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record[at..], row);
        BinaryPrimitives.WriteInt32LittleEndian(record[(at + 4)..], column);
        BinaryPrimitives.WriteInt32LittleEndian(record[(at + 8)..], utf8.Length);
        utf8.CopyTo(record[(at + 12)..]);
        at += 12 + utf8.Length;
    }

    // The format is little-endian, as are all machines that .NET runs on but one.
    private static int WriteNumbers(ReadOnlySpan<double> numbers, Span<byte> record, int at)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(numbers).CopyTo(record[at..]);
            return at + (numbers.Length * sizeof(double));
        }

        foreach (double number in numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(record[at..], number);
            at += sizeof(double);
        }

        return at;
    }
}
