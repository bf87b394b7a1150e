using System.Text;

namespace Modelyard.Tests.Charts;

public sealed class GalleryTests
{
    [Fact]
    public void Every_kind_of_chart_stands_on_one_page_for_the_eye()
    {
        var page = new StringBuilder("<!doctype html><meta charset=utf-8><style>body{font-family:system-ui,sans-serif;display:grid;gap:24px;grid-template-columns:1fr 1fr 1fr}svg{max-width:100%;height:auto}</style>");
        foreach (string kind in ChartSamples.Kinds)
        {
            page.Append("<figure><figcaption>").Append(kind).Append("</figcaption>").Append(ChartSamples.Create(kind, "a label", ChartSamples.Data.Plain).ToSvg()).Append("</figure>");
            page.Append("<figure>").Append(ChartSamples.Create(kind, "x", ChartSamples.Data.Empty).ToSvg()).Append("</figure>");
        }

        string path = Path.Combine(AppContext.BaseDirectory, "pages", "gallery.html");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, page.ToString());
        Assert.InRange(new FileInfo(path).Length, 10_000, 400_000);
    }
}
