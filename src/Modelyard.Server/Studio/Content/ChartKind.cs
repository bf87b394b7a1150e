namespace Modelyard.Server.Studio.Content;

/// <summary>Says how the series of a chart are drawn.</summary>
public enum ChartKind
{
    /// <summary>Lines, with their bands.</summary>
    Lines,

    /// <summary>Bars beside each other.</summary>
    Bars,

    /// <summary>A row of coloured cells for each series.</summary>
    Heat,

    /// <summary>A line for each series across axes of their own.</summary>
    Parallel,
}
