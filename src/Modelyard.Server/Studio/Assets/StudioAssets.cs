using System.Collections.Frozen;

namespace Modelyard.Server.Studio.Assets;

/// <summary>Holds the files that pages load, read from the assembly once.</summary>
internal static class StudioAssets
{
    private static readonly FrozenDictionary<string, StudioAsset> ByName = ((string[])["studio.css", "studio.js", "charts.js", "htmx.js", "echarts.js", "mark.svg"])
        .ToFrozenDictionary(name => name, name => new StudioAsset(name, Read(name)), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, StudioAsset> ByFile = ByName.Values.ToFrozenDictionary(asset => asset.FileName, StringComparer.Ordinal);

    /// <summary>Gets the address of a file by its plain name.</summary>
    public static string Url(string name) => $"/studio/assets/{ByName[name].FileName}";

    public static StudioAsset? Find(string fileName) => ByFile.GetValueOrDefault(fileName);

    private static byte[] Read(string name)
    {
        using Stream content = typeof(StudioAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly was built without '{name}'.");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
