namespace Modelyard.Numerics.Vectors;

/// <summary>Defines several numbers that are worked on at once, so that a kernel is written once for every width and gives the same bits at each.</summary>
/// <remarks>A mask is a number whose bits are all set or all clear.</remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Gets how many numbers there are.</summary>
    static abstract int Count { get; }

    /// <summary>Gets the mask of which all bits are set.</summary>
    static abstract TSelf All { get; }

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    static abstract TSelf operator &(TSelf x, TSelf y);

    static abstract TSelf operator |(TSelf x, TSelf y);

    static abstract TSelf operator ^(TSelf x, TSelf y);

    static abstract TSelf Load(double* from);

    static abstract void Store(TSelf x, double* to);

    static abstract TSelf Fill(double value);

    /// <summary>Computes x y + z, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>Gets the mask of the numbers that are greater.</summary>
    static abstract TSelf Greater(TSelf x, TSelf y);

    /// <summary>Gets the mask of the numbers that are NaN.</summary>
    static abstract TSelf IsNaN(TSelf x);
}
