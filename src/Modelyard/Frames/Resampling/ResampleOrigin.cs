namespace Modelyard.Frames;

/// <summary>Names from where periods of fixed length are counted.</summary>
public enum ResampleOrigin
{
    /// <summary>Midnight of the first day.</summary>
    StartOfDay,

    /// <summary>1970-01-01.</summary>
    Epoch,

    /// <summary>The first time.</summary>
    First,
}
