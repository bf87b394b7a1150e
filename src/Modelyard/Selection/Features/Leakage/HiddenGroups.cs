using Modelyard.Frames;
using Modelyard.Frames.Keys;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Finds columns that name what several rows are of, such as a patient of many visits, with values in both tables.</summary>
/// <remarks>
/// A measure or a category is in both tables too. Rows of one thing are told by what else they hold: a test row and a training row of the same value are more alike in the other columns than the test
/// row and a training row of the nearest other value, which for a measure are alike just as well. Pairs that are equal cell by cell are left out.
/// </remarks>
internal sealed class HiddenGroups
{
    private const int LeastShared = 20;
    private const int MostRowsPerValue = 20;

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
        int[] learned = keys.FirstRows(0), tested = keys.FirstRows(1);
        int[] shared = [.. Enumerable.Range(0, keys.Count).Where(key => learned[key] >= 0 && tested[key] >= 0)];
        long present = keys.Numbers.Sum(numbers => (long)numbers.Count(key => key >= 0));
        if (shared.Length < LeastShared || (!named && present > (long)MostRowsPerValue * keys.Count))
        {
            return null;
        }

        int target = Array.FindIndex(_columns, other => other[0].Name == _options.Target);
        int[] others = [.. Enumerable.Range(0, _columns.Length).Where(i => i != target && _columns[i] != parts && !Renames(_columns[i], parts, keys.Count))];
        int[] all = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i] != parts)], nearest = Nearest(parts[0], learned);
        (int Test, int Same, int Near)[] pairs = [.. shared.Where(key => nearest[key] >= 0).Select(key => (tested[key], learned[key], nearest[key])).Where(pair => Distance(all, pair.Item1, pair.Item2) > 0)];
        if (!AreAlike(pairs, others, Alike))
        {
            return null;
        }

        bool targetToo = target >= 0 && AreAlike(pairs, [target], 1);
        if (parts[0].Kind == ColumnKind.Integer && !named && !targetToo)
        {
            return null;
        }

        int rows = keys.Numbers[1].Count(key => key >= 0 && learned[key] >= 0);
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

    /// <summary>Finds for each value a training row with the nearest other one: the nearest number, or a neighbour in the order of texts.</summary>
    private static int[] Nearest(Column train, int[] learned)
    {
        int[] nearest = new int[learned.Length], order = [.. Enumerable.Range(0, learned.Length).Where(key => learned[key] >= 0)];
        Array.Fill(nearest, RowKeys.None);
        double[] numbers = train.IsNumeric ? train.ToDoubles() : [];
        if (train.IsNumeric)
        {
            Array.Sort(Array.ConvertAll(order, key => numbers[learned[key]]), order);
        }
        else
        {
            Array.Sort(Array.ConvertAll(order, key => train.FormatCell(learned[key])), order, StringComparer.Ordinal);
        }

        for (int i = 0; i < order.Length && order.Length > 1; i++)
        {
            bool above = i == 0 || (i + 1 < order.Length && train.IsNumeric && Number(i + 1) - Number(i) < Number(i) - Number(i - 1));
            nearest[order[i]] = learned[order[above ? i + 1 : i - 1]];
        }

        return nearest;

        double Number(int i) => numbers[learned[order[i]]];
    }

    /// <summary>Says whether a column is the same in other words: one of its values for each of the other's, and the reverse.</summary>
    private static bool Renames(Column[] other, Column[] parts, int count) =>
        RowKeys.Of([other], MissingKeys.Dropped).Count == count && RowKeys.Of([parts, other], MissingKeys.Dropped).Count == count;

    private bool AreAlike((int Test, int Same, int Near)[] pairs, int[] columns, double share)
    {
        if (pairs.Length < LeastShared || columns.Length == 0)
        {
            return false;
        }

        double same = 0, near = 0;
        var gains = new double[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            (int test, int own, int other) = pairs[i];
            double close = Distance(columns, test, own), far = Distance(columns, test, other);
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
}
