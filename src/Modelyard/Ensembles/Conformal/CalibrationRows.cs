using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Chooses the rows that errors are taken from, which nothing is learned from.</summary>
internal static class CalibrationRows
{
    /// <summary>Gives the learned and the held rows, as drawn at random, of each class and of each value of a feature the same share; rows of one group stay together.</summary>
    /// <param name="data">The rows, two or more.</param>
    /// <param name="share">The share to hold; more if the errors would be too few.</param>
    /// <param name="fewest">The number of errors that are needed.</param>
    /// <param name="feature">The feature within each of whose values errors are taken; -1 for none.</param>
    /// <param name="context">The random numbers, cancellation and time.</param>
    internal static (Dataset Learned, Dataset Held) Part(Dataset data, double share, int fewest, int feature, FitContext context)
    {
        int count = Math.Clamp(Math.Max((int)Math.Round(share * data.RowCount), fewest), 1, data.RowCount - 1);
        bool[] isHeld = Choose(data, count, feature, context);
        return (data.Rows(context.Choose(data.RowCount, row => !isHeld[row]), context), data.Rows(context.Choose(data.RowCount, row => isHeld[row]), context));
    }

    private static bool[] Choose(Dataset data, int count, int feature, FitContext context)
    {
        // Units are dealt one after the other, rows of a class and in it of a value together, and every so manyth is held.
        int[] order = context.Random(0x434F4E46).Permutation(data.RowCount);
        order = feature < 0 ? order : [.. order.OrderBy(row => ConformityScores.GroupOf(data, row, feature))];
        var units = new Dictionary<int, int>();
        int[] unit = new int[data.RowCount];
        int next = 0;
        for (int label = 0; label < Math.Max(1, data.Groups.IsEmpty ? data.ClassCount : 1); label++)
        {
            context.Checkpoint();
            foreach (int row in order)
            {
                if (!data.Groups.IsEmpty)
                {
                    unit[row] = units.TryGetValue(data.Groups[row], out int known) ? known : units[data.Groups[row]] = next++;
                }
                else if (data.ClassCount == 0 || data.Labels[row] == label)
                {
                    unit[row] = next++;
                }
            }
        }

        if (next < 2)
        {
            throw new ModelyardException("All rows are of one group, and errors must be taken from rows of groups that nothing was learned from. Give rows of more groups.");
        }

        long held = Math.Clamp((long)Math.Round((double)count * next / data.RowCount), 1, next - 1);
        return Array.ConvertAll(unit, place => (place + 1) * held / next > place * held / next);
    }
}
