namespace Modelyard.Kernels;

/// <summary>Says what a row costs whose margin m (its side times its score) is less than 1.</summary>
public enum HingeLoss
{
    /// <summary><c>max(0, 1 − m)</c>.</summary>
    Hinge,

    /// <summary><c>max(0, 1 − m)²</c>: smooth, and harder on rows that are far on the wrong side.</summary>
    SquaredHinge,
}
