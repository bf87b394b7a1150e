namespace Modelyard.Selection.Search;

/// <summary>Lays points of a space out as vectors for a Gaussian process: a coordinate for a number, one a value for a choice.</summary>
internal sealed class SpaceEncoding
{
    // Two different values of a choice lie at distance 1, as the ends of a range do.
    private static readonly double Corner = Math.Sqrt(0.5);

    // Where an axis has no value, its coordinate says nothing: the middle, for all such points alike.
    private const double Nowhere = 0.5;

    private readonly SearchSpace _space;

    internal SpaceEncoding(SearchSpace space)
    {
        _space = space;
        var axes = new List<int>();
        for (int axis = 0; axis < space.Dimensions.Count; axis++)
        {
            int width = space.Dimensions[axis] is ChoiceDimension choice ? choice.Values.Count : 1;
            axes.AddRange(Enumerable.Repeat(axis, width));
        }

        AxisOf = [.. axes];
    }

    /// <summary>Gets the axis that each coordinate belongs to.</summary>
    internal int[] AxisOf { get; }

    /// <summary>Gets the number of axes.</summary>
    internal int Axes => _space.Dimensions.Count;

    /// <summary>Writes the coordinates of a point, given its shares of the priors; NaN for an axis without a value.</summary>
    internal double[] Encode(ReadOnlySpan<double> shares)
    {
        double[] coordinates = new double[AxisOf.Length];
        int at = 0;
        for (int axis = 0; axis < shares.Length; axis++)
        {
            if (_space.Dimensions[axis] is not ChoiceDimension choice)
            {
                coordinates[at++] = double.IsNaN(shares[axis]) ? Nowhere : shares[axis];
                continue;
            }

            if (!double.IsNaN(shares[axis]))
            {
                coordinates[at + Math.Clamp((int)(shares[axis] * choice.Values.Count), 0, choice.Values.Count - 1)] = Corner;
            }

            at += choice.Values.Count;
        }

        return coordinates;
    }
}
