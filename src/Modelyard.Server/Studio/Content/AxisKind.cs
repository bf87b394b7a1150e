namespace Modelyard.Server.Studio.Content;

/// <summary>Says what stands along an axis.</summary>
public enum AxisKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Numbers from 0 to 1, written as percentages.</summary>
    Share,

    /// <summary>Moments, in milliseconds since 1970 in UTC.</summary>
    Time,

    /// <summary>Names.</summary>
    Category,
}
