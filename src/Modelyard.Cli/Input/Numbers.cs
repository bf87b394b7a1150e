using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Modelyard.Cli;

/// <summary>Reads the numbers of options, and says in plain words what is not one.</summary>
internal static class Numbers
{
    /// <summary>Gives an option that must be a number a text of its own for what is not.</summary>
    internal static Option<T> Plainly<T>(this Option<T> option, string must)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse<T>(result, option.Name, must) ?? default;
        return option;
    }

    /// <summary>Gives an option that may be a number a text of its own for what is not.</summary>
    internal static Option<T?> Plainly<T>(this Option<T?> option, string must)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse<T>(result, option.Name, must);
        return option;
    }

    /// <summary>Gives an argument that must be a number a text of its own for what is not.</summary>
    internal static Argument<T> Plainly<T>(this Argument<T> argument, string must)
        where T : struct, INumber<T>
    {
        argument.CustomParser = result => Parse<T>(result, argument.Name, must) ?? default;
        return argument;
    }

    private static T? Parse<T>(ArgumentResult result, string name, string must)
        where T : struct, INumber<T>
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out T value))
        {
            return value;
        }

        result.AddError($"'{name}' is '{text}' and must be {must}.");
        return null;
    }
}
