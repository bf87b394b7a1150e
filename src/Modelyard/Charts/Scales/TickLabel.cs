using System.Globalization;

namespace Modelyard.Charts.Scales;

/// <summary>Writes the labels of one axis alike: the same number of decimals and the same unit for each.</summary>
internal static class TickLabel
{
    private static readonly (double Unit, string Suffix)[] Units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];

    public static string Write(double value, TickRun run, AxisFormat format)
    {
        if (format == AxisFormat.Percent)
        {
            return NumberText.Percent(value, Math.Max(0, run.Decimals - 2));
        }

        double greatest = Math.Max(Math.Abs(run[0]), Math.Abs(run[run.Count - 1]));
        if (value == 0)
        {
            return "0";
        }

        if (greatest >= 1e15 || greatest < 1e-4)
        {
            int exponent = (int)Math.Floor(Math.Log10(greatest));
            int digits = Math.Max(0, exponent - run.Exponent + (run.Mantissa == 2.5 ? 1 : 0));
            return string.Create(CultureInfo.InvariantCulture, $"{NumberText.Fixed(value / Math.Pow(10, exponent), digits)}e{exponent}").Replace("e-", "e−", StringComparison.Ordinal);
        }

        if (greatest >= 10_000)
        {
            foreach ((double unit, string suffix) in Units)
            {
                if (greatest >= unit)
                {
                    int decimals = Decimals(run.Step / unit);
                    if (decimals <= 2)
                    {
                        return NumberText.Fixed(value / unit, decimals) + suffix;
                    }

                    break;
                }
            }
        }

        return NumberText.Fixed(value, run.Decimals);
    }

    private static int Decimals(double step)
    {
        int decimals = 0;
        while (decimals < 6 && Math.Abs(Math.Round(step, decimals) - step) > step * 1e-6)
        {
            decimals++;
        }

        return decimals;
    }
}
