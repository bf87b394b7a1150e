namespace Modelyard.Frames.Csv;

/// <summary>Names the instructions that look for delimiters, line ends and quotes.</summary>
internal enum ScanWidth
{
    /// <summary>One byte at a time: the definition.</summary>
    Scalar,

    /// <summary>16 bytes at a time.</summary>
    Vector128,

    /// <summary>32 bytes at a time.</summary>
    Vector256,

    /// <summary>64 bytes at a time.</summary>
    Vector512,
}
