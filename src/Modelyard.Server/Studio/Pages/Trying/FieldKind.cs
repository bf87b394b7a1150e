namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Says how an input is given.</summary>
public enum FieldKind
{
    /// <summary>A number, with a slider where its range is known.</summary>
    Number,

    /// <summary>One of a few levels.</summary>
    Choice,

    /// <summary>One of many levels, typed.</summary>
    Level,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A text.</summary>
    Text,
}
