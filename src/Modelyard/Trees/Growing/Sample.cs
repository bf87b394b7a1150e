using System.Runtime.InteropServices;

namespace Modelyard.Trees.Growing;

/// <summary>Represents one row in the hands of a growing tree. It travels as a whole when a node is parted, so that a node reads its rows in sequence.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Sample
{
    /// <summary>The row of the data.</summary>
    public int Row;

    /// <summary>The class of the row.</summary>
    public int Label;

    /// <summary>The weight, greater than zero.</summary>
    public double Weight;

    /// <summary>The weight times the target, next to the weight so that both load as one vector.</summary>
    public double Value;
}
