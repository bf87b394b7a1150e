using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Orders columns so that those that go together stand together.</summary>
/// <remarks>Average linkage (Sokal and Michener, 1958) on one less the size of the associations; of two branches the one stands first whose end is nearer to what it joins.</remarks>
internal static class LeafOrder
{
    internal static int[] Of(Matrix associations)
    {
        List<List<int>> groups = [.. Enumerable.Range(0, associations.Rows).Select(i => new List<int> { i })];
        while (groups.Count > 1)
        {
            (int left, int right) = Nearest(groups, associations);
            groups[left] = Join(groups[left], groups[right], associations);
            groups.RemoveAt(right);
        }

        return groups.Count == 0 ? [] : [.. groups[0]];
    }

    private static (int Left, int Right) Nearest(List<List<int>> groups, Matrix associations)
    {
        (int Left, int Right) nearest = (0, 1);
        double least = double.PositiveInfinity;
        for (int i = 0; i < groups.Count; i++)
        {
            for (int j = i + 1; j < groups.Count; j++)
            {
                double sum = 0;
                foreach (int a in groups[i])
                {
                    foreach (int b in groups[j])
                    {
                        sum += Distance(associations, a, b);
                    }
                }

                double mean = sum / (groups[i].Count * (double)groups[j].Count);
                if (mean < least)
                {
                    (least, nearest) = (mean, (i, j));
                }
            }
        }

        return nearest;
    }

    private static List<int> Join(List<int> left, List<int> right, Matrix associations)
    {
        List<int> turnedLeft = Enumerable.Reverse(left).ToList(), turnedRight = Enumerable.Reverse(right).ToList();
        (List<int> First, List<int> Second)[] ways = [(left, right), (left, turnedRight), (turnedLeft, right), (turnedLeft, turnedRight)];
        (List<int> first, List<int> second) = ways.MinBy(way => Distance(associations, way.First[^1], way.Second[0]));
        return [.. first, .. second];
    }

    private static double Distance(Matrix associations, int left, int right) => double.IsNaN(associations[left, right]) ? 1 : 1 - Math.Abs(associations[left, right]);
}
