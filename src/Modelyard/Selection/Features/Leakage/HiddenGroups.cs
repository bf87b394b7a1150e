using Modelyard.Frames;
using Modelyard.Frames.Keys;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Finds columns that name what several rows are of, such as a patient of many visits, with values in both tables.</summary>
/// <remarks>
/// A measure or a category is in both tables too. Rows of one thing are told by what else they hold: a test row and a training row of the same value are more alike in the other columns than the test
/// row and a training row of the nearest other value, which for a measure are alike just as well. Pairs that are equal cell by cell are left out. A value counts once, with the mean over its pairs:
/// a single pair of each tells of few values too little.
/// </remarks>
internal sealed class HiddenGroups
{
    private const int LeastShared = 20;
    private const int MostRowsPerValue = 20;
    private const int MostPaired = 8;

    // Beyond these, values tell rows apart better than an order of rounded values does.
    private const double Alike = 0.8;
    private const double LeastT = 5;

    private readonly LeakageOptions _options;
    private readonly Column[][] _columns;
    private readonly int _trainRows;
    private readonly int _testRows;

    // Made when a column first asks for it: where each row stands in each column, training rows first.
    private readonly Lazy<double[][]> _places;

    private HiddenGroups(Frame train, Frame test, IEnumerable<string> common, LeakageOptions options)
    {
        _options = options;
        _columns = [.. common.Select(name => new[] { train[name], test[name] })];
        (_trainRows, _testRows) = (train.RowCount, test.RowCount);
        _places = new Lazy<double[][]>(() => Array.ConvertAll(_columns, PlacesOf));
    }

    /// <summary>Looks at each column of both tables but the target, the time and the named group.</summary>
    internal static IEnumerable<LeakageFinding> Run(Frame train, Frame test, IEnumerable<string> common, LeakageOptions options)
    {
        var groups = new HiddenGroups(train, test, common, options);
        return groups._columns.Select(groups.Judge).OfType<LeakageFinding>();
    }

    private LeakageFinding? Judge(Column[] parts)
    {
        string name = parts[0].Name;
        if (name == _options.Target || name == _options.Time || name == _options.Group || !parts.All(CanName))
        {
            return null;
        }

        bool named = TablePlan.HasIdentifierName(name);
        var keys = RowKeys.Of([parts], MissingKeys.Dropped);
        int[][] learned = RowsOf(keys, 0), tested = RowsOf(keys, 1);
        int[] shared = [.. Enumerable.Range(0, keys.Count).Where(key => learned[key].Length > 0 && tested[key].Length > 0)];
        long present = keys.Numbers.Sum(numbers => (long)numbers.Count(key => key >= 0));
        if (shared.Length < LeastShared || (!named && present > (long)MostRowsPerValue * keys.Count))
        {
            return null;
        }

        int target = Array.FindIndex(_columns, other => other[0].Name == _options.Target);
        int[] others = [.. Enumerable.Range(0, _columns.Length).Where(i => i != target && _columns[i] != parts && !Renames(_columns[i], parts, keys.Count))];
        int[] all = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i] != parts)], nearest = Nearest(parts[0], learned);
        ValuePairs[] pairs = [.. shared.Where(key => nearest[key] >= 0).Select(key => PairsOf(all, tested[key], learned[key], learned[nearest[key]])).Where(one => one.Same.Length > 0)];
        if (!AreAlike(pairs, others, Alike))
        {
            return null;
        }

        bool targetToo = target >= 0 && AreAlike(pairs, [target], 1);
        if (parts[0].Kind == ColumnKind.Integer && !named && !targetToo)
        {
            return null;
        }

        int rows = keys.Numbers[1].Count(key => key >= 0 && learned[key].Length > 0);
        return new LeakageFinding(
            LeakageKind.GroupOverlap,
            targetToo ? LeakageSeverity.Severe : LeakageSeverity.Suspicious,
            name,
            $"{shared.Length:N0} of the values of '{name}' stand in both tables, with {rows:N0} {(rows == 1 ? "row" : "rows")} ({(double)rows / _testRows:P1}) of the test, and rows of one value are alike in the other columns"
                + (targetToo ? $" and in '{_options.Target}': who remembers the value knows much of the target." : "."),
            $"If '{name}' names what rows belong to and the model will meet new ones in use, part the rows by whole groups, with '--group {name}' of 'modelyard train'.");
    }

    private static bool CanName(Column column) => column.Kind switch
    {
        ColumnKind.Integer => true,
        ColumnKind.Text or ColumnKind.Category => TablePlan.WordsPerCell(column) < TablePlan.FreeTextWords,
        _ => false,
    };

    /// <summary>Lists the rows of each value in one part, the first few of them.</summary>
    private static int[][] RowsOf(RowKeys keys, int part)
    {
        var rows = new List<int>[keys.Count];
        for (int row = 0; row < keys.Numbers[part].Length; row++)
        {
            if (keys.Numbers[part][row] is var key and >= 0 && (rows[key] ??= []).Count < MostPaired)
            {
                rows[key].Add(row);
            }
        }

        return Array.ConvertAll(rows, own => own?.ToArray() ?? []);
    }

    /// <summary>Pairs the test rows of a value with its training rows from which they differ, and with those of the nearest value.</summary>
    private ValuePairs PairsOf(int[] columns, int[] tested, int[] own, int[] near)
    {
        (int Test, int Train)[] same = [.. tested.SelectMany(test => own.Where(train => Distance(columns, test, train) > 0).Select(train => (test, train)))];
        return new ValuePairs(same, [.. same.Select(pair => pair.Test).Distinct().SelectMany(test => near.Select(train => (test, train)))]);
    }

    /// <summary>Finds for each value that training rows have the nearest other one of them: the nearest number, or a neighbour in the order of texts.</summary>
    private static int[] Nearest(Column train, int[][] learned)
    {
        int[] nearest = new int[learned.Length], order = [.. Enumerable.Range(0, learned.Length).Where(key => learned[key].Length > 0)];
        Array.Fill(nearest, RowKeys.None);
        double[] numbers = train.IsNumeric ? train.ToDoubles() : [];
        if (train.IsNumeric)
        {
            Array.Sort(Array.ConvertAll(order, key => numbers[learned[key][0]]), order);
        }
        else
        {
            Array.Sort(Array.ConvertAll(order, key => train.FormatCell(learned[key][0])), order, StringComparer.Ordinal);
        }

        for (int i = 0; i < order.Length && order.Length > 1; i++)
        {
            bool above = i == 0 || (i + 1 < order.Length && train.IsNumeric && Number(i + 1) - Number(i) < Number(i) - Number(i - 1));
            nearest[order[i]] = order[above ? i + 1 : i - 1];
        }

        return nearest;

        double Number(int i) => numbers[learned[order[i]][0]];
    }

    /// <summary>Says whether a column is the same in other words: one of its values for each of the other's, and the reverse.</summary>
    private static bool Renames(Column[] other, Column[] parts, int count) =>
        RowKeys.Of([other], MissingKeys.Dropped).Count == count && RowKeys.Of([parts, other], MissingKeys.Dropped).Count == count;

    private bool AreAlike(ValuePairs[] pairs, int[] columns, double share)
    {
        if (pairs.Length < LeastShared || columns.Length == 0)
        {
            return false;
        }

        double same = 0, near = 0;
        var gains = new double[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            double close = pairs[i].Same.Average(pair => Distance(columns, pair.Test, pair.Train)), far = pairs[i].Near.Average(pair => Distance(columns, pair.Test, pair.Train));
            (same, near, gains[i]) = (same + close, near + far, far - close);
        }

        double mean = gains.Average(), variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1);
        return same <= share * near && mean > 0 && mean >= LeastT * Math.Sqrt(variance / gains.Length);
    }

    /// <summary>Computes how far a test row is from a training row, on average over columns: by ranks of numbers as a share of all rows, by 0 or 1 of texts and where one cell is missing.</summary>
    private double Distance(int[] columns, int test, int train)
    {
        double sum = 0;
        foreach (int i in columns)
        {
            double own = _places.Value[i][_trainRows + test], other = _places.Value[i][train];
            bool ordered = _columns[i][0].IsNumeric && !double.IsNaN(own) && !double.IsNaN(other);
            sum += ordered ? Math.Abs(own - other) / (_trainRows + _testRows) : own.Equals(other) ? 0 : 1;
        }

        return sum / columns.Length;
    }

    private static double[] PlacesOf(Column[] parts)
    {
        if (!parts[0].IsNumeric)
        {
            return [.. RowKeys.Of([parts], MissingKeys.Kept).Numbers.SelectMany(numbers => numbers).Select(number => (double)number)];
        }

        double[] numbers = [.. parts[0].ToDoubles(), .. parts[1].ToDoubles()];
        int[] present = [.. Enumerable.Range(0, numbers.Length).Where(row => !double.IsNaN(numbers[row]))];
        double[] ranks = MidRanks.Of(Array.ConvertAll(present, row => numbers[row]));
        for (int i = 0; i < present.Length; i++)
        {
            numbers[present[i]] = ranks[i];
        }

        return numbers;
    }

    /// <summary>Represents pairs of a test row and a training row: of one value, and of it and the nearest other one.</summary>
    private readonly record struct ValuePairs((int Test, int Train)[] Same, (int Test, int Train)[] Near);
}
