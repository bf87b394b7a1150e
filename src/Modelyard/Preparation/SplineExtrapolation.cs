namespace Modelyard.Preparation;

/// <summary>Says how a curve goes on beyond the range of the training rows.</summary>
public enum SplineExtrapolation
{
    /// <summary>Level, as at the end.</summary>
    Constant,

    /// <summary>Straight, as it left the range.</summary>
    Linear,

    /// <summary>As the last piece of the curve does.</summary>
    Continue,
}
