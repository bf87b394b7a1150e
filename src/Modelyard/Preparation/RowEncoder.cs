using System.Buffers;
using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Preparation;

/// <summary>Turns tables and single cells into the numbers that a model's inputs are made of.</summary>
/// <remarks>
/// Numbers stay numbers, infinities and what is beyond <see cref="Greatest"/> count as missing, truth values become 0 and 1, timestamps seconds since 1970, levels their codes; a level that is not in
/// the schema becomes -1, a missing cell NaN. A text becomes its number of words, and how often each of its terms stands in it, each in a place of its own behind the columns. A text is read whole, in
/// time that grows with its length. Immutable, safe for any number of threads.
/// </remarks>
public sealed class RowEncoder
{
    /// <summary>The greatest number, and the negative of the least, that a model reads: the squares of greater ones, as variances are made of, are not finite.</summary>
    public const double Greatest = 1e150;

    private const int MostFaults = 20;

    private readonly Dictionary<string, int> _positions;
    private readonly Dictionary<string, int>?[] _codes;
    private readonly (Vocabulary Vocabulary, Tokenizer Tokenizer, int First)?[] _texts;
    private readonly MissingTokens? _missing;

    /// <summary>Initializes an encoder.</summary>
    /// <param name="inputs">The inputs of the model.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell where cells are encoded one by one; null for the empty text alone. In a table the reader has settled which cells are missing.</param>
    /// <exception cref="ArgumentException">There are too many such texts, or one is too long.</exception>
    public RowEncoder(FeatureSchema inputs, IReadOnlyList<string>? missingTokens = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Inputs = inputs;
        _missing = missingTokens is null ? null : new MissingTokens(missingTokens);
        _positions = new Dictionary<string, int>(StringComparer.Ordinal);
        _codes = new Dictionary<string, int>?[inputs.Count];
        _texts = new (Vocabulary, Tokenizer, int)?[inputs.Count];
        Features = inputs.WithTerms();
        int first = inputs.Count;
        for (int feature = 0; feature < inputs.Count; feature++)
        {
            _positions.Add(inputs[feature].Name, feature);
            if (inputs[feature].IsCategorical)
            {
                _codes[feature] = CodesOf(inputs[feature].Levels);
            }
            else if (inputs[feature].Kind == FeatureKind.Text)
            {
                _texts[feature] = (new Vocabulary(inputs[feature].Levels), TextTerms.TokenizerOf(inputs[feature].Levels), first);
                first += inputs[feature].Levels.Count;
            }
        }
    }

    /// <summary>Gets the inputs of the model.</summary>
    public FeatureSchema Inputs { get; }

    /// <summary>Gets the features of an encoded row: the inputs, and behind them the terms of those that are texts.</summary>
    public FeatureSchema Features { get; }

    /// <summary>Gets a value indicating whether an input is a text, so that rows are better encoded sparse.</summary>
    public bool HasTexts => Features.Count > Inputs.Count;

    /// <summary>Finds an input by its name.</summary>
    /// <param name="utf8Name">The name in UTF-8.</param>
    /// <returns>The position, or -1 if there is none of this name.</returns>
    public int IndexOf(ReadOnlySpan<byte> utf8Name) => Look(_positions, utf8Name);

    /// <summary>Determines whether a text stands for a missing cell.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <returns>True if it does, where it is not a level of its input.</returns>
    public bool IsMissing(ReadOnlySpan<byte> utf8) => _missing is null ? utf8.IsEmpty : _missing.Find(CellSyntax.Trim(utf8)) >= 0;

    /// <summary>Encodes a text cell. Allocates nothing for texts of ordinary length.</summary>
    /// <param name="input">The position of the input.</param>
    /// <param name="utf8">The text in UTF-8; one that stands for a missing cell is missing, unless it is a level of the input.</param>
    /// <param name="value">Receives the number; of an input that is a text, the number of its words: <see cref="EncodeText"/> gives its terms too.</param>
    /// <returns>False if the input is a number, a truth value or a timestamp, and the text is none.</returns>
    public bool TryEncode(int input, ReadOnlySpan<byte> utf8, out double value)
    {
        value = double.NaN;
        if (_codes[input] is { } codes)
        {
            value = LookOrMissing(codes, utf8);
            return true;
        }

        if (IsMissing(utf8))
        {
            return true;
        }

        if (_texts[input] is not null)
        {
            value = EncodeText(input, utf8, []);
            return true;
        }

        Span<char> characters = stackalloc char[128];
        return utf8.Length <= characters.Length
            && TryParse(Inputs[input].Kind, characters[..Encoding.UTF8.GetChars(utf8, characters)], out value);
    }

    /// <summary>Encodes a number.</summary>
    /// <param name="input">The position of the input.</param>
    /// <param name="number">The number; NaN is missing.</param>
    /// <param name="utf8">The number as it was written, which is the level if the input is categorical; one that stands for a missing cell is missing.</param>
    /// <param name="value">Receives the encoded number.</param>
    /// <returns>False if the input is a text, or a truth value and the number is neither 0 nor 1.</returns>
    public bool TryEncode(int input, double number, ReadOnlySpan<byte> utf8, out double value)
    {
        value = IsUsable(number) && !(_missing is { HaveValues: true } && IsMissing(utf8)) ? number : double.NaN;
        switch (Inputs[input].Kind)
        {
            case FeatureKind.Categorical:
                value = double.IsNaN(number) ? double.NaN : LookOrMissing(_codes[input]!, utf8);
                return true;
            case FeatureKind.Boolean:
                return double.IsNaN(value) || value is 0 or 1;
            case FeatureKind.Text:
                return double.IsNaN(value);
            default:
                return true;
        }
    }

    /// <summary>Encodes a cell of an input that is a text.</summary>
    /// <param name="input">The position of the input.</param>
    /// <param name="utf8">The text in UTF-8; one that stands for a missing cell is missing.</param>
    /// <param name="terms">Receives the position of each of its terms among <see cref="Features"/>, as often as the term stands in the text; those that were not in training are passed over.</param>
    /// <returns>The number of words; NaN if the cell is missing.</returns>
    /// <exception cref="ArgumentException">The input is not a text.</exception>
    public double EncodeText(int input, ReadOnlySpan<byte> utf8, List<int> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (_texts[input] is not { } text)
        {
            throw new ArgumentException($"The input '{Inputs[input].Name}' is {Inputs[input].Kind} and must be a text.", nameof(input));
        }

        var sink = new TermPositions(text.Vocabulary, terms, text.First);
        return IsMissing(utf8) ? double.NaN : ReadText(text.Tokenizer, utf8, ref sink);
    }

    /// <summary>Encodes a truth value.</summary>
    /// <param name="input">The position of the input.</param>
    /// <param name="truth">The truth value.</param>
    /// <returns>0 or 1, or the code of the level 'true' or 'false'.</returns>
    public double Encode(int input, bool truth) => _codes[input] is { } codes
        ? codes.TryGetValue(truth ? "true" : "false", out int code) || codes.TryGetValue(truth ? "True" : "False", out code) ? code : -1
        : truth ? 1 : 0;

    /// <summary>Encodes a table. Columns that the model does not read are passed over.</summary>
    /// <param name="frame">The table.</param>
    /// <returns>The numbers, rows x <see cref="Features"/>. If an input is a text most of them are 0: <see cref="EncodeSparse"/> takes a fraction of the memory.</returns>
    /// <exception cref="ModelyardException">Columns are missing, or cells cannot be read; the message names all of the first and some of the second.</exception>
    public Matrix Encode(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return HasTexts ? EncodeSparse(frame).ToDense() : EncodeColumns(frame);
    }

    /// <summary>Encodes a table. Columns that the model does not read are passed over.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="degree">The greatest number of threads that read texts.</param>
    /// <returns>The numbers, rows x <see cref="Features"/>; missing cells are stored, zeros are not.</returns>
    /// <exception cref="ModelyardException">Columns are missing, or cells cannot be read; the message names all of the first and some of the second.</exception>
    public SparseMatrix EncodeSparse(Frame frame, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Matrix columns = EncodeColumns(frame);
        Column[] cells = [.. Inputs.Select(input => frame[input.Name])];
        return SparseBlocks.Build(frame.RowCount, Features.Count, degree, (row, builder) =>
        {
            Span<double> own = columns.Row(row);
            for (int input = 0; input < own.Length; input++)
            {
                if (_texts[input] is { } text && !cells[input].IsMissing(row))
                {
                    var sink = new TermColumns(text.Vocabulary, builder, text.First);
                    own[input] = cells[input] is TextColumn utf8 ? ReadText(text.Tokenizer, utf8.Utf8(row), ref sink) : text.Tokenizer.Read(cells[input].FormatCell(row), ref sink);
                }

                if (own[input] != 0)
                {
                    builder.Add(input, own[input]);
                }
            }
        });
    }

    /// <summary>Encodes a table as data without a target: sparse if an input is a text, else dense.</summary>
    /// <param name="frame">The table; columns that the model does not read are passed over.</param>
    /// <param name="degree">The greatest number of threads that read texts.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="ModelyardException">Columns are missing, or cells cannot be read; the message names all of the first and some of the second.</exception>
    public Dataset EncodeRows(Frame frame, int degree = 1) =>
        HasTexts ? Dataset.WithoutTarget(EncodeSparse(frame, degree), Features) : Dataset.WithoutTarget(Encode(frame), Features);

    private Matrix EncodeColumns(Frame frame)
    {
        CheckColumns(frame);
        var result = new Matrix(frame.RowCount, Inputs.Count);
        var faults = new List<string>();
        double[] values = new double[frame.RowCount];
        for (int feature = 0; feature < Inputs.Count; feature++)
        {
            ParallelLoop.Check();
            if (_texts[feature] is not null)
            {
                for (int row = 0; row < result.Rows; row++)
                {
                    result[row, feature] = double.NaN;
                }

                continue;
            }

            EncodeColumn(feature, frame[Inputs[feature].Name], values, faults);
            for (int row = 0; row < values.Length; row++)
            {
                result.Row(row)[feature] = values[row];
            }
        }

        return faults.Count == 0
            ? result
            : throw new ModelyardException(string.Join(Environment.NewLine, faults.Take(MostFaults)) + (faults.Count > MostFaults ? $"{Environment.NewLine}... and {faults.Count - MostFaults} more." : ""));
    }

    private void CheckColumns(Frame frame)
    {
        string[] lacking = [.. Inputs.Where(feature => !frame.TryGetColumn(feature.Name, out _)).Select(feature => $"'{feature.Name}'")];
        if (lacking.Length > 0)
        {
            string names = string.Join(", ", frame.Columns.Take(30).Select(column => column.Name)) + (frame.Columns.Count > 30 ? ", ..." : "");
            throw new ModelyardException(
                $"The table lacks {(lacking.Length == 1 ? "the column" : "the columns")} {string.Join(", ", lacking)}, which the model reads. It has {names}. Add what is missing; empty cells are allowed.");
        }
    }

    private void EncodeColumn(int feature, Column column, Span<double> values, List<string> faults)
    {
        switch (Inputs[feature].Kind, column)
        {
            case (FeatureKind.Categorical, CategoryColumn categories):
                int[] map = [.. categories.Levels.Select(level => _codes[feature]!.GetValueOrDefault(level, -1))];
                ReadOnlySpan<int> codes = categories.Codes;
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = codes[row] < 0 ? double.NaN : map[codes[row]];
                }

                break;
            case (FeatureKind.Timestamp, TimestampColumn timestamps):
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = timestamps.IsMissing(row) ? double.NaN : SecondsOf(timestamps.Ticks[row]);
                }

                break;
            case (FeatureKind.Numeric, DoubleColumn or IntegerColumn or BooleanColumn):
            case (FeatureKind.Boolean, BooleanColumn):
                column.CopyTo(values);
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = IsUsable(values[row]) ? values[row] : double.NaN;
                }

                break;
            default:
                EncodeCells(feature, column, values, faults);
                break;
        }
    }

    private void EncodeCells(int feature, Column column, Span<double> values, List<string> faults)
    {
        Feature input = Inputs[feature];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = double.NaN;
            if (column.IsMissing(row))
            {
                continue;
            }

            string cell = column.FormatCell(row);
            if (_codes[feature] is { } codes)
            {
                values[row] = codes.GetValueOrDefault(cell, -1);
            }
            else if (!TryParse(input.Kind, cell, out values[row]))
            {
                faults.Add($"The cell '{Shorten(cell)}' in data row {row + 1} of the column '{input.Name}' is not {NameOf(input.Kind)}.");
            }
        }
    }

    private static double ReadText<TSink>(Tokenizer tokenizer, ReadOnlySpan<byte> utf8, ref TSink sink)
        where TSink : ITermSink
    {
        char[] rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return tokenizer.ReadOwn(rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)), ref sink);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static bool TryParse(FeatureKind kind, ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN;
        text = text.Trim();
        switch (kind)
        {
            case FeatureKind.Boolean when bool.TryParse(text, out bool truth):
                value = truth ? 1 : 0;
                return true;
            case FeatureKind.Boolean:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is 0 or 1;
            case FeatureKind.Timestamp:
                return TryParseTimestamp(text, out value);
            default:
                bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
                value = isNumber && IsUsable(value) ? value : double.NaN;

                // Tables write an infinity as 'inf', which the platform does not read.
                return isNumber || text.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Reads what tables are read as timestamps, and nothing else: '03/04/2026' may be two days, and a time alone is one of every day.</summary>
    private static bool TryParseTimestamp(ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN;
        Span<byte> bytes = stackalloc byte[128];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out int length) || TimestampSyntax.Read(bytes[..length], out long ticks) == CellEvidence.None)
        {
            return false;
        }

        value = SecondsOf(ticks);
        return true;
    }

    private static bool IsUsable(double number) => Math.Abs(number) <= Greatest;

    private static double SecondsOf(long ticks) => (ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    private static string NameOf(FeatureKind kind) => kind switch
    {
        FeatureKind.Boolean => "true or false",
        FeatureKind.Timestamp => "a date or a time as in 2026-01-31 or 2026-01-31T08:30:00",
        _ => "a number",
    };

    private static string Shorten(string cell) => cell.Length <= 40 ? cell : cell[..40] + "...";

    private static Dictionary<string, int> CodesOf(IReadOnlyList<string> levels)
    {
        var codes = new Dictionary<string, int>(levels.Count, StringComparer.Ordinal);
        for (int code = 0; code < levels.Count; code++)
        {
            codes.TryAdd(levels[code], code);
        }

        return codes;
    }

    /// <summary>Finds the code of a level. A level may be what means a missing cell elsewhere, as 'None' or 'NA': in its own column, it is the level.</summary>
    private double LookOrMissing(Dictionary<string, int> codes, ReadOnlySpan<byte> utf8)
    {
        int code = _missing is null && utf8.IsEmpty ? -1 : Look(codes, utf8);
        return code < 0 && IsMissing(utf8) ? double.NaN : code;
    }

    private static int Look(Dictionary<string, int> codes, ReadOnlySpan<byte> utf8)
    {
        const int Ordinary = 256;
        if (utf8.Length > Ordinary)
        {
            return codes.GetValueOrDefault(Encoding.UTF8.GetString(utf8), -1);
        }

        Span<char> characters = stackalloc char[Ordinary];
        ReadOnlySpan<char> name = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        return codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int code) ? code : -1;
    }
}
