namespace Modelyard.Trees.Isolation;

/// <summary>Represents the splits of a tree that cut several features at once, by planes.</summary>
/// <param name="Width">The number of features of a plane.</param>
/// <param name="Features">The features of the plane of each node, nodes x width.</param>
/// <param name="Normals">The direction across the plane in those features, nodes x width; 0 where a node has fewer.</param>
/// <param name="Points">A point of the plane in those features, nodes x width.</param>
internal sealed record ObliqueSplits(int Width, int[] Features, double[] Normals, double[] Points)
{
    /// <summary>Computes on which side of a node's plane a row lies: below 0 is left.</summary>
    internal double Side(int node, ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int i = node * Width; i < (node + 1) * Width; i++)
        {
            sum += Term(i, row);
        }

        return sum;
    }

    /// <summary>Deals what a split contributes to the features of its plane, in proportion to their parts in the distance from it.</summary>
    internal void Deal(int node, ReadOnlySpan<double> row, double amount, Span<double> contributions)
    {
        double total = 0, scale = 0;
        for (int i = node * Width; i < (node + 1) * Width; i++)
        {
            total += Math.Abs(Term(i, row));
            scale += Math.Abs(Normals[i]);
        }

        for (int i = node * Width; i < (node + 1) * Width; i++)
        {
            contributions[Features[i]] += amount * (total > 0 ? Math.Abs(Term(i, row)) / total : Math.Abs(Normals[i]) / scale);
        }
    }

    private double Term(int i, ReadOnlySpan<double> row) => Normals[i] * (row[Features[i]] - Points[i]);
}
