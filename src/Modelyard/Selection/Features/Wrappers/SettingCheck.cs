namespace Modelyard.Selection.Features;

/// <summary>Checks the settings of selections.</summary>
internal static class SettingCheck
{
    /// <summary>Refuses a number that is too small, or none.</summary>
    internal static void AtLeast(string name, double value, double least)
    {
        if (!(value >= least))
        {
            throw new ModelyardException($"'{name}' is '{value}' and must be {least} or greater.");
        }
    }

    /// <summary>Refuses a share that is none.</summary>
    internal static void Between(string name, double value)
    {
        if (!(value is > 0 and < 1))
        {
            throw new ModelyardException($"'{name}' is '{value}' and must lie between 0 and 1.");
        }
    }
}
