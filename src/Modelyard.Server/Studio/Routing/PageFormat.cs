namespace Modelyard.Server.Studio.Routing;

/// <summary>Says as what a page is asked for.</summary>
internal enum PageFormat
{
    /// <summary>A page to read.</summary>
    Html,

    /// <summary>Its JSON twin.</summary>
    Json,

    /// <summary>One of its tables.</summary>
    Csv,
}
