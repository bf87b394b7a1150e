namespace Modelyard.Selection.Features;

/// <summary>Represents how often each level of a category comes with each class; what no row has is not in it.</summary>
internal sealed class LevelTable
{
    private readonly Dictionary<(int Level, int Class), int> _cells;

    private LevelTable(Dictionary<(int Level, int Class), int> cells, int[] levels, int[] classes, int rows)
    {
        _cells = cells;
        Levels = levels;
        Classes = classes;
        Rows = rows;
    }

    /// <summary>Gets the number of rows of each level that occurs.</summary>
    internal int[] Levels { get; }

    /// <summary>Gets the number of rows of each class that occurs.</summary>
    internal int[] Classes { get; }

    /// <summary>Gets the number of rows.</summary>
    internal int Rows { get; }

    /// <summary>Counts rows; those with a negative number on either side are left out. Only cells that occur are stored, so that two identifiers fit.</summary>
    internal static LevelTable Of(ReadOnlySpan<int> levels, ReadOnlySpan<int> labels)
    {
        if (levels.Length != labels.Length)
        {
            throw new ModelyardException($"There are '{levels.Length}' values of the feature and '{labels.Length}' of the target, and there must be one of each a row.");
        }

        int rows = 0;
        Dictionary<int, int> levelNumbers = [], classNumbers = [];
        List<int> levelRows = [], classRows = [];
        var cells = new Dictionary<(int Level, int Class), int>();
        for (int row = 0; row < levels.Length; row++)
        {
            if (levels[row] >= 0 && labels[row] >= 0)
            {
                int level = Number(levels[row], levelNumbers, levelRows), label = Number(labels[row], classNumbers, classRows);
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(cells, (level, label), out _)++;
                rows++;
            }
        }

        return new LevelTable(cells, [.. levelRows], [.. classRows], rows);
    }

    /// <summary>Computes Pearson's statistic. Cells without a row are as far from what is expected as that is, and the expected numbers sum to the rows.</summary>
    internal double ChiSquare()
    {
        double statistic = 0, expectedHere = 0;
        foreach (((int level, int label), int count) in _cells)
        {
            double expected = (double)Levels[level] * Classes[label] / Rows;
            statistic += (count - expected) * (count - expected) / expected;
            expectedHere += expected;
        }

        return _cells.Count == Levels.Length * (long)Classes.Length ? statistic : statistic + Math.Max(0, Rows - expectedHere);
    }

    /// <summary>Computes the mutual information in nats, as if the counts were the law.</summary>
    internal double Information()
    {
        double sum = 0;
        foreach (((int level, int label), int count) in _cells)
        {
            sum += count * Math.Log(count * (double)Rows / ((double)Levels[level] * Classes[label]));
        }

        return Rows == 0 ? 0 : Math.Max(0, sum / Rows);
    }

    /// <summary>Computes by how much <see cref="Information"/> is too great on average, to first order, where cells are filled well enough to be seen at all.</summary>
    internal double Bias() => Rows == 0 ? 0 : (_cells.Count - (double)Levels.Length - Classes.Length + 1) / (2.0 * Rows);

    private static int Number(int code, Dictionary<int, int> numbers, List<int> rows)
    {
        if (!numbers.TryGetValue(code, out int number))
        {
            number = rows.Count;
            numbers.Add(code, number);
            rows.Add(0);
        }

        rows[number]++;
        return number;
    }
}
