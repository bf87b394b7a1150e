namespace Modelyard.Preparation;

/// <summary>Says how one feature is bent.</summary>
internal enum PowerKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By Yeo and Johnson's powers.</summary>
    YeoJohnson,

    /// <summary>By Box and Cox's powers.</summary>
    BoxCox,
}
