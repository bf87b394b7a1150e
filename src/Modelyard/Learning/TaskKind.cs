namespace Modelyard.Learning;

/// <summary>Says what is predicted.</summary>
public enum TaskKind
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of two or more classes.</summary>
    Classification,

    /// <summary>How unusual a row is; it is learned without a target.</summary>
    AnomalyDetection,
}
