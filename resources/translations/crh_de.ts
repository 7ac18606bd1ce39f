<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Acting</name>
    <message>
        <source>Files are being moved already. Wait until that has finished.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActionStrip</name>
    <message>
        <source>Moving files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was left alone…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bringing photos back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the photos again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bringing back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of {2} photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after the file that is being moved…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more are listed in the History.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0} are back where they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} moved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1}) are in the trash. One copy of each stayed where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} now lead to the copy that stayed; the old files are in the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} files are in a holding folder, because their drive has no trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) left alone.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0} files were not found again where they went: look at the drive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You stopped it there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BatchList</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0} back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} left alone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Classes</source>
        <extracomment>So many classes get a card; the rest is counted.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {0} more classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, {1} photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>{0} manages this folder: it is a reference folder now, so nothing in it is ever moved ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else is running. Wait for it, or cancel it below.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Something unexpected happened. Your photos and the library are untouched; the details are in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>Not duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alternates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pull out of group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make keeper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No two of this group belong together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo and the keeper never come into one group again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both: kin, but never offered as duplicates again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this photo out; the others stay together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo and those after it become a group of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Byte-identical copies are one picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keeping {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the group of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Not duplicates” for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Alternates” for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pulling out {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>splitting at {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message>
        <source>Comparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0} photos beside the keepers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>can free {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No group fits the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter above to see all groups again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The groups appear here in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No similar photos found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the library lies within this range. Widen it, or add a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No duplicates found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the library matches this closely. Add a folder, move the slider to the left, or choose another level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer in the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo was removed meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first is the suggested keeper; what you decide now is about its whole group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not verified against this keeper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} are byte-identical: start here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of 256 bits differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perceptual codes, at the best of eight turns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement of the aligned pictures, 0 to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the smaller picture lies inside the other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} agree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point matches that agree with the alignment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of 255 grey levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What still differs after alignment, frames and marks left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transpose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transverse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned 90° clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned upside down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned 90° counter-clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored top to bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored and turned 90° counter-clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored and turned 90° clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>black and white</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coloured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>brighter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>darker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stronger colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weaker colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in black and white</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a little brighter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a little darker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with more contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with less contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with stronger colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with weaker colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned {0}° clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned {0}° counter-clockwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} was made from {first}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} is {first},</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with text or a mark laid over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text or a mark on one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} shows {first} inside a larger picture, such as a screenshot or a collage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows more around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} is {first} saved again {word}: {other} pixels instead of {one}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} are one picture, saved twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} are the same file, byte for byte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} have the same pixels; only the format or the data beside them differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} look alike, but nothing shows that they are one exposure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing shows that {first} and {second} are one picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} is a crop of {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned {0}°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>part of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inside a larger picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>crop, {0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} is {first} saved again: same cut, same size, other compression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} show parts of one picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>re-saved smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored and {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{second} is {first} with a frame around it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without the frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with a frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>re-saved larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} % of its area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second} are one picture, one of them with a frame</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a photo of a group to see why it belongs there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digitised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Software</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copyright</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ISO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unique id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aperture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Focal length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place (GPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says when it was taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has GPS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has a rating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has keywords</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has a description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names its lens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has a colour profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}× more pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG quality {0} against {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} against {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} against {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>What tells them apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show rows that are equal too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the files say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing tells these two files apart but their names.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileZone</name>
    <message>
        <source>Choose file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a picture here, or paste with Ctrl+V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network address: nothing is fetched. Save the picture first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture in what was dropped or pasted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesDialog</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Filter by name or folder</source>
        <extracomment>Typing stops for this long before groups are filtered. Formats by the words people use.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most to free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strictest match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort groups by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only groups with a photo taken between two days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken on or after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken on or before</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Find the photos you have twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your folders are read once. Identical files show up first, look-alikes follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this machine: no account, no upload, no network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written into your photo folders until you act.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop folders of photos here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder here, or</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderTree</name>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from library (keeps the files)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FoldersDialog</name>
    <message>
        <source>Folder overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders that hold copies of each other&apos;s photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folders share photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All copies in these groups lie in the same folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which folders hold copies of each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the same file, the same pixels or the same picture saved again is marked; nothing moves yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark copies in “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {0} holds too stays there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pairs of folders. Choose one, then mark the copies in either.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} photos marked. They move only when you say so.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GroupDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>can free {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GroupListModel</name>
    <message>
        <source>{0} group of {1} photos, can free {2}</source>
        <extracomment>How far from its old row a group is looked for after regrouping; every row looked at is a group made.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Groups of duplicates</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Moved to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced by shared copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced by hard links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced by symbolic links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the holding folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaced</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>What was done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos of the chosen action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring all back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that moves a file is written down here before it happens, and can be brought back from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lie in holding folders (.crh-held in your library folders), because their drives have no trash.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Photo details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a photo to see its details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ItemTable</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy that stayed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where it was</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Running work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking through folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning what photos show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing the new model&apos;s codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judging the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is up to date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. What was read so far is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>Lies in a reference folder</source>
        <extracomment>Changed groups that are listed.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lies in a preferred folder (the first named wins)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has more pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has its raw file beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says when or by which camera it was taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is in a camera&apos;s format, not converted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was saved with finer JPEG quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is older (a date before 1990 tells nothing)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has more bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has fewer bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has no copy&apos;s or messenger&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has the shorter path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messenger copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exports of a photo program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeeperDialog</name>
    <message>
        <source>Keeper rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My own order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Criteria, the most important first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferred folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups whose keeper would change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which photo of a group is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first line that tells two photos apart decides. Drag lines to reorder them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder to prefer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {0} of {1} groups another photo would be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>instead of {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a key and press another one to change it; Backspace takes it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is the key of “{1}” already. Choose another one, or change that first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder, or wait while it is being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jump to month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No dates in this order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out by rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop folders here; single files belong on the Search page.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test two files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep keeper, mark others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this one, mark others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move marked to trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is marked. Mark photos with Space, or a whole group with K.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are only looking: nothing can be moved. Switch “Look only” off above, then press Delete again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are only looking: nothing can be renamed. Switch “Look only” off first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another name for this photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name cannot be empty or hold a slash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>moving %n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <extracomment>So many class names are listed; the rest is counted.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What turns a photo into a short code. All of them run on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The starter model is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For all photos: learnt from no labels, adjusted to your own library. Search uses it by default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For all photos: which photo it is, not what it shows. Finds crops, frames and screenshots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For photos of its own classes. It knows nothing of others: there the general code is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take in a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and weights (*.crhmodel *.safetensors *.pth *.pt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the model as one file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in use; {1} photos got its code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken in: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search quality, its own classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… its classes among other photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… classes it never saw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(general code {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} on {1} photos kept apart, epoch {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean average precision: 1 is perfect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>Open with its own program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeper rules…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder overlap…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test two files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save marks as a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try out what is marked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeper rules, folder overlap, plans, and a test of any two files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairCanvas</name>
    <message>
        <source>The two photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference: what is light differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message>
        <source>Zoom</source>
        <extracomment>Somebody who walks through a group with the arrow key asks for nothing large on the way.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One in place of the other; again for the other one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split by a line that moves: first left, second right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lay the second onto the first: same turn, same size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes where they differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full size, or everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairWindow</name>
    <message>
        <source>Pair view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stays; the other one is marked, and the next photo comes in ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoGridModel</name>
    <message>
        <source>still to read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Plans</name>
    <message>
        <source>Nothing is marked. Mark photos first; a plan holds what is marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report with pictures (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save marks as a plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} photos of the plan are marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The others are in no group here with the keeper that the plan names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading every file of the marked groups again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} photos would be moved. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} groups would be left alone, the first because of {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryView</name>
    <message>
        <source>Picture to search with</source>
        <extracomment>A smaller region is taken for a click.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a rectangle to search by that part only; Esc takes the whole picture again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RatingDialog</name>
    <message>
        <source>Check on my photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs rated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is it one photo, or two? Edits, crops and copies count as one; two shots are two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your answers so far are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing pairs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pairs to rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every pair of this library is rated already, or none was found yet. Add photos first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} the same, {1} not, {2} not sure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) kept</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{0} {1}, at a score of {2} or better. It lies between {3} % and {4} %, nine times out of ten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another round would make this narrower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is enough for now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Marked photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark lesser copies…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark what adds nothing to its keeper: the same file, the same pixels, the same picture saved again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take all marks away (Ctrl+Shift+A)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move marked to trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask, then move every marked photo to the trash (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) marked</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>You are only looking: marks can be set, but no file is ever moved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space marks the chosen photo; K keeps the keeper and marks the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be moved. Switch this off to move marked photos to the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked photos can be moved to the trash. Switch this on to be sure that nothing is moved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Mark lesser copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What may be marked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only files that are the same, byte for byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also the same pixels in another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also the same picture, saved again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples drawn at random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark what adds nothing to its keeper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edited versions, crops, reference and backup folders are never marked. Marking moves nothing yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Mark {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in these groups is safe to mark without looking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} in {1} groups, {2}. Look at these {3}, drawn at random:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Scores of the pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} pairs lie within</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Neighbours</source>
        <extracomment>Neighbours that a filter chooses from. Pictures to search with at once.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop pictures to search with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop pictures here, paste one with Ctrl+V, or choose files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained model (CRH)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller distances are closer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find what looks alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours from your library appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no code yet; wait for the scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network address: nothing is fetched. Save the picture first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture in what was dropped or pasted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures: what is near to any of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A region can be drawn on one picture whose size is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing near fits the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter above to see all neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A region of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search with pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Follow the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden files and folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders left out by default (trash, previews of other programs)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;hreads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Most space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size and language count from the next start, device and threads from the next start of the worker, folders from the next scan.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Strictness</name>
    <message>
        <source>How alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right: stricter, fewer groups. Left: looser, more groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Similarity from, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Similarity to, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check this on my photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate some pairs, and the words beside the slider become true for your library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score {0} or better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alike, not one exposure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A series, or the same thing twice: look, and keep what you like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equal in every pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the format, or the data beside the picture, differ. No guess is involved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equal in every byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same file more than once. No guess is involved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of these are wrong is not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pairs to judge yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} % to {2} % of the pairs in nine libraries of ten; you rated {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no group should be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fewer than 1 group in 1,000 may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 1 group in {0} may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about half of the groups may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than half of the groups may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nearly all groups may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pair should be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fewer than 1 pair in 1,000 may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about 1 pair in {0} may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about half of the pairs may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than half of the pairs may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nearly all pairs may be wrong</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>{0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near-identical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Similar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned 90°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned 180°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned 270°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transversed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>joined by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same file: every byte is equal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same pixels: only the format, or the data beside the picture, differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You said that these two belong together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks like another photo of this stack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It matched another photo of the group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The perceptual codes nearly agree; the pictures were not compared yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes with {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the copy that stays. Choose another keeper first (Ctrl+Space on that photo).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo stays because another one is marked. Unmark that first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo lies in a reference folder, which is never touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo lies in a backup folder, which is never touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo lies in a folder that is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every other copy lies in a backup folder, which does not count as the copy that stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo is not verified against this keeper, so it stays. Choose another keeper, or split the group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: your choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: no backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: on a drive that stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: undamaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: the fuller picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: reference folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: preferred folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: more pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: has its raw file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: has capture data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: original format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: finer JPEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: more bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: fewer bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: original name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: shorter path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: first by path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suggested keeper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not connected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainCharts</name>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how far codes are from their class centers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on photos kept apart; 1 is perfect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centers moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>classes that got another center after an epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distances between classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>related classes draw together: dark is near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest: {0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop folders to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach it what matters to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder whose subfolders are classes: dogs, birthdays, whiteboards… or several folders, one for each class.
Ten photos of each are a start, fifty are good. Nothing leaves this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or learn the keywords that my photos have…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains the last layer on what the network sees already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thorough (long without a graphics card)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains the network&apos;s last stages, too: better where classes look alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else is running. Wait for it, or cancel it below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with {0}, which was cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That was no folder. Drop a folder with one subfolder for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder whose subfolders are classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of photos with keywords</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>my model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after this epoch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing its codes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in use; {1} photos got its code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} classes, {1} photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Few photos: {0}. Ten of each are a start; with fewer the figures mean little.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lopsided: {0}. One has more than ten times the photos of the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) cannot be read and will be left out: {0}.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are copies of each other: {0}. None is asked about its own copy.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) lie in several classes as copies: {0}. Take them out of all but one.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. The epochs that were done are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Move to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Move {0} to the trash?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} leave their folders. Of each of the {1} groups one copy stays where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every file is read again first; a group that changed since you looked is left alone. Undo (Ctrl+Z) or the History page bring everything back, also after a restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With them go: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also where a sidecar with edits, a rating or keywords would go along</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A copy on a removable drive is enough to stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is deleted: the space is free once you empty the trash yourself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TwoFilesDialog</name>
    <message>
        <source>Test two files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there, or is no file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do these two match?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose two pictures. Every step of the comparison appears here, with its outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These two cannot be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer of the worker cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unseen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>general</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>itq</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learnt from no labels (ITQ)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the general code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better for your {0} classes than the general code ({1} against {2}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is better for things it was never shown, too ({0} against {1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not good for your {0} classes: the general code finds them better ({2} against {1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No better for your {0} classes than the general code ({1} and {2}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With so few classes nothing can be said of photos of other things; trust the general code there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the rest of your photos the general code stays better ({1} against {0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No better for the rest ({0} and {1}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message>
        <source>Result of the training</source>
        <extracomment>So many of a query&apos;s neighbours are shown. Differences of mean average precision below this are none that anybody would notice.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On things it was never shown it falls behind a code that learnt nothing. You can use it to search by, but it should not be your only one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learnt from no labels (ITQ)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes it was never shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean average precision over {0} photos that were not trained on; 1 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean average precision, each of {0} photos asked while its fold was not trained on; 1 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} photos, {1} epochs, {2} on {3}; the best was epoch {4}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures could not be read and were left out, the first: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the general code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tick marks photos of the same class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Often taken for each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked for {0}, {1} of the ten nearest show {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Photo viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkerClient</name>
    <message>
        <source>The worker process cannot be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker process ended unexpectedly; it starts again with the next request. {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Pairs</name>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} ({2} %)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Sample</name>
    <message>
        <source>{0} is kept ({1}); {2} is marked ({3})</source>
        <extracomment>Groups that are shown before a rule marks.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>parent</name>
    <message>
        <source>Add a folder of photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
