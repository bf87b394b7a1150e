using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Counts the cells of a column by the bins or levels of its reference, and what does not fit: what drift and the quality of data are told from without the rows.</summary>
public sealed class ColumnTally
{
    private readonly long[] _counts;
    private readonly double[] _borders;
    private readonly UnseenLevels _unseen = new();

    // The borders, and infinities behind them up to one less than a power of 2, so that a search takes the same steps whatever the cell.
    private readonly double[] _padded;

    // Sums about the middle of the reference, so that squares keep their digits, and parts add up by plain addition.
    private readonly double _center;
    private double _sum;
    private double _squares;

    internal ColumnTally(ColumnGrid grid)
    {
        Grid = grid;
        _counts = new long[grid.Count];
        _borders = [.. grid.Borders];
        _padded = new double[_borders.Length == 0 ? 0 : (2 << BitOperations.Log2((uint)_borders.Length)) - 1];
        Array.Fill(_padded, double.PositiveInfinity);
        _borders.CopyTo(_padded, 0);
        _center = double.IsNaN(grid.Minimum) ? 0 : _borders.Length > 0 ? _borders[_borders.Length / 2] : grid.Minimum;
    }

    /// <summary>Gets what the cells are counted into.</summary>
    public ColumnGrid Grid { get; }

    /// <summary>Gets the number of cells in each bin or of each level.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Gets the number of cells that are missing, infinite ones and those of a column that is not there included.</summary>
    public long Missing { get; private set; }

    /// <summary>Gets the number of cells whose level, or of a number of few values whose value, the reference does not have.</summary>
    public long Unknown { get; private set; }

    /// <summary>Gets the number of cells that are not of the column's kind, such as a word where a number should be.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Gets the number of cells below the least value of the reference.</summary>
    public long Below { get; private set; }

    /// <summary>Gets the number of cells above the greatest value of the reference.</summary>
    public long Above { get; private set; }

    /// <summary>Gets the number of cells that were there and could be read.</summary>
    public long Present => Rows - Missing - Unreadable;

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Gets the least value; NaN if there is none or it is a level.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Gets the greatest value; NaN if there is none or it is a level.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Gets the mean; NaN if there is no value or it is a level.</summary>
    public double Mean => Grid.IsCategory || Present == 0 ? double.NaN : _center + (_sum / Present);

    /// <summary>Gets the sample standard deviation; NaN if there are fewer than two values or they are levels.</summary>
    public double StandardDeviation => Grid.IsCategory || Present < 2 ? double.NaN : Math.Sqrt(Math.Max(0, _squares - (_sum * _sum / Present)) / (Present - 1));

    /// <summary>Gets the levels that the reference does not have, the first thousand by code point, and the number of cells of each.</summary>
    public IReadOnlyDictionary<string, long> Unseen => _unseen.Counts;

    /// <summary>Creates the tally of the training data from its profile.</summary>
    internal static ColumnTally Of(ColumnGrid grid, ColumnProfile profile)
    {
        var tally = new ColumnTally(grid) { Rows = profile.Rows, Missing = profile.Missing, Minimum = profile.Minimum, Maximum = profile.Maximum };
        if (grid.Kind == FeatureKind.Boolean)
        {
            // A profile has truth values as numbers, of which the least bin holds 0.
            bool isOne = profile.Counts.Count == 1 && profile.Minimum == 1;
            tally._counts[isOne ? 1 : 0] = profile.Counts.Count > 0 ? profile.Counts[0] : 0;
            tally._counts[1] = profile.Counts.Count > 1 ? profile.Counts[1] : tally._counts[1];
            return tally;
        }

        for (int i = 0; i < tally._counts.Length; i++)
        {
            tally._counts[i] = profile.Counts[i];
        }

        tally.Unknown = grid.IsCategory ? tally.Present - tally._counts.Sum() : 0;
        if (tally.Present > 0 && !grid.IsCategory)
        {
            double distance = profile.Mean - tally._center;
            tally._sum = tally.Present * distance;
            tally._squares = (tally.Present * distance * distance) + (tally.Present > 1 ? profile.StandardDeviation * profile.StandardDeviation * (tally.Present - 1) : 0);
        }

        return tally;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static ColumnTally Read(JsonElement json, ColumnGrid grid)
    {
        var tally = new ColumnTally(grid)
        {
            Rows = json.GetProperty("rows").GetInt64(),
            Missing = json.GetProperty("missing").GetInt64(),
            Unknown = json.GetProperty("unknown").GetInt64(),
            Unreadable = json.GetProperty("unreadable").GetInt64(),
            Below = json.GetProperty("below").GetInt64(),
            Above = json.GetProperty("above").GetInt64(),
            Minimum = TallyJson.Number(json, "minimum"),
            Maximum = TallyJson.Number(json, "maximum"),
        };
        long[] counts = [.. json.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
        if (counts.Length != tally._counts.Length)
        {
            throw new ModelyardException($"The column '{grid.Name}' has '{counts.Length}' counts and its grid '{tally._counts.Length}'.");
        }

        counts.CopyTo(tally._counts, 0);
        tally._sum = json.GetProperty("sum").GetDouble();
        tally._squares = json.GetProperty("squares").GetDouble();
        foreach (JsonProperty level in json.GetProperty("unseen").EnumerateObject())
        {
            tally._unseen.Add(level.Name, level.Value.GetInt64());
        }

        return tally;
    }

    /// <summary>Writes the counts as an object.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", Rows);
        json.WriteNumber("missing", Missing);
        json.WriteNumber("unknown", Unknown);
        json.WriteNumber("unreadable", Unreadable);
        json.WriteNumber("below", Below);
        json.WriteNumber("above", Above);
        json.WriteNumber("sum", _sum);
        json.WriteNumber("squares", _squares);
        TallyJson.Number(json, "minimum", Minimum);
        TallyJson.Number(json, "maximum", Maximum);
        TallyJson.Array(json, "counts", _counts, json.WriteNumberValue);
        json.WriteStartObject("unseen");
        foreach ((string level, long count) in _unseen.Counts)
        {
            json.WriteNumber(level, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Takes in cells as <see cref="CellCodes"/> reads them.</summary>
    internal void Add(ReadOnlySpan<double> cells)
    {
        Rows += cells.Length;
        if (Grid.IsCategory)
        {
            AddLevels(cells);
        }
        else
        {
            AddNumbers(cells);
        }
    }

    /// <summary>Takes in a column.</summary>
    internal void Add(Column column) => Add(CellCodes.Of(column, Grid, _unseen));

    /// <summary>Takes in rows of a table that does not have the column.</summary>
    internal void AddAbsent(long rows)
    {
        Rows += rows;
        Missing += rows;
    }

    internal void Merge(ColumnTally other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Rows += other.Rows;
        Missing += other.Missing;
        Unknown += other.Unknown;
        Unreadable += other.Unreadable;
        Below += other.Below;
        Above += other.Above;
        _sum += other._sum;
        _squares += other._squares;
        Minimum = Least(Minimum, other.Minimum);
        Maximum = -Least(-Maximum, -other.Maximum);
        _unseen.Merge(other._unseen);
    }

    private static double Least(double left, double right) => double.IsNaN(left) || right < left ? right : left;

    private void AddLevels(ReadOnlySpan<double> cells)
    {
        foreach (double cell in cells)
        {
            if (double.IsNaN(cell))
            {
                Missing++;
            }
            else if (cell == CellCodes.Unreadable)
            {
                Unreadable++;
            }
            else if (cell < 0)
            {
                Unknown++;
            }
            else
            {
                _counts[(int)cell]++;
            }
        }
    }

    private void AddNumbers(ReadOnlySpan<double> cells)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, low = Grid.Minimum, high = Grid.Maximum, sum = 0, squares = 0;
        long below = 0, above = 0;
        ReadOnlySpan<double> borders = _padded;
        foreach (double cell in cells)
        {
            if (!(Math.Abs(cell) <= RowEncoder.Greatest))
            {
                Skip(cell);
                continue;
            }

            double distance = cell - _center;
            sum += distance;
            squares += distance * distance;
            least = Math.Min(least, cell);
            greatest = Math.Max(greatest, cell);
            below += cell < low ? 1 : 0;
            above += cell > high ? 1 : 0;
            Count(cell, borders);
        }

        Below += below;
        Above += above;
        _sum += sum;
        _squares += squares;
        if (least <= greatest)
        {
            Minimum = Least(Minimum, least);
            Maximum = -Least(-Maximum, -greatest);
        }
    }

    private void Skip(double cell)
    {
        if (cell == CellCodes.Unreadable)
        {
            Unreadable++;
        }
        else
        {
            Missing++;
        }
    }

    private void Count(double cell, ReadOnlySpan<double> borders)
    {
        if (_counts.Length == 0)
        {
            Unknown++;
            return;
        }

        // The number of borders below the cell. Steps without branches, which a processor cannot guess, take a third of the time (drift_counted).
        int bin = 0;
        for (int step = (borders.Length + 1) >> 1; step > 0; step >>= 1)
        {
            bin += step * (borders[bin + step - 1] < cell ? 1 : 0);
        }

        if (Grid.IsDiscrete && (bin >= _borders.Length || _borders[bin] != cell))
        {
            Unknown++;
            _unseen.Add(cell.ToString(CultureInfo.InvariantCulture), 1);
        }
        else
        {
            _counts[bin]++;
        }
    }
}
