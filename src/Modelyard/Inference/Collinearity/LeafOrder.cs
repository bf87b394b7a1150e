using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Orders columns so that those that go together stand together.</summary>
/// <remarks>Average linkage on one less the size of the associations; of two branches the one stands first whose end is nearer to what it joins.</remarks>
internal static class LeafOrder
{
    internal static int[] Of(Matrix associations)
    {
        var distances = new Matrix(associations.Rows, associations.Rows);
        for (int i = 0; i < distances.Rows; i++)
        {
            for (int j = 0; j < distances.Columns; j++)
            {
                distances[i, j] = double.IsNaN(associations[i, j]) ? 1 : 1 - Math.Abs(associations[i, j]);
            }
        }

        int[][] groups = [.. Enumerable.Range(0, distances.Rows).Select(i => new[] { i })];
        foreach (LinkageStep step in AverageLinkage.Of(distances))
        {
            groups[step.Left] = Join(groups[step.Left], groups[step.Right], distances);
        }

        return groups.Length == 0 ? [] : groups[0];
    }

    private static int[] Join(int[] left, int[] right, Matrix distances)
    {
        int[] turnedLeft = [.. left.AsEnumerable().Reverse()], turnedRight = [.. right.AsEnumerable().Reverse()];
        (int[] First, int[] Second)[] ways = [(left, right), (left, turnedRight), (turnedLeft, right), (turnedLeft, turnedRight)];
        (int[] first, int[] second) = ways.MinBy(way => distances[way.First[^1], way.Second[0]]);
        return [.. first, .. second];
    }
}
