using System.Globalization;
using Modelyard.Charts;

namespace Modelyard.Tests.Charts;

/// <summary>Checks the palette as readers with deficient colour vision see it.</summary>
/// <remarks>Source of the simulations: Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), at full severity.</remarks>
public sealed class PaletteTests
{
    private static readonly Dictionary<string, double[]> Eyes = new(StringComparer.Ordinal)
    {
        ["usual"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    [Theory]
    [InlineData("usual", 25)]
    [InlineData("protanopia", 11)]
    [InlineData("deuteranopia", 11)]
    [InlineData("tritanopia", 11)]
    public void Colours_of_series_stay_apart(string eye, double least)
    {
        foreach (ChartTheme theme in new[] { ChartTheme.Light, ChartTheme.Dark })
        {
            double[][] seen = [.. theme.Series.Select(color => Lab(Apply(Eyes[eye], Linear(color))))];
            for (int i = 0; i < seen.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double distance = Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum());
                    Assert.True(distance >= least, $"{theme.Series[i]} and {theme.Series[j]} are {distance:F1} apart.");
                }
            }
        }
    }

    [Fact]
    public void Colours_have_contrast_to_the_paper()
    {
        foreach (ChartTheme theme in new[] { ChartTheme.Light, ChartTheme.Dark })
        {
            Assert.All(theme.Series, color => Assert.InRange(Contrast(color, theme.Paper), 3, 21));
            Assert.InRange(Contrast(theme.Muted, theme.Paper), 4.5, 21);
            Assert.InRange(Contrast(theme.Ink, theme.Paper), 7, 21);
        }
    }

    private static double[] Linear(string color) => [.. Enumerable.Range(0, 3)
        .Select(i => int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
        .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double[] Apply(double[] matrix, double[] color) => [.. Enumerable.Range(0, 3)
        .Select(i => Math.Clamp((matrix[3 * i] * color[0]) + (matrix[(3 * i) + 1] * color[1]) + (matrix[(3 * i) + 2] * color[2]), 0, 1))];

    private static double[] Lab(double[] linear)
    {
        double[] xyz = Apply([0.4339, 0.3762, 0.1899, 0.2126, 0.7152, 0.0722, 0.0177, 0.1095, 0.8728], linear);
        double[] f = [.. xyz.Select(value => value > 0.008856 ? Math.Cbrt(value) : (7.787 * value) + (16.0 / 116))];
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }

    private static double Contrast(string first, string second)
    {
        double[] luminances = [.. new[] { first, second }.Select(Linear).Select(c => (0.2126 * c[0]) + (0.7152 * c[1]) + (0.0722 * c[2])).Order()];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);
    }
}
