<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Save your work…</source>
        <translation>保存进度…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Photos and saved work ({patterns})</source>
        <translation>照片和已保存的进度 ({patterns})</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Saved work ({pattern})</source>
        <translation>已保存的进度 ({pattern})</translation>
    </message>
    <message>
        <source>Save your work</source>
        <translation>保存进度</translation>
    </message>
</context>
<context>
    <name>AvatarsPage</name>
    <message>
        <source>Avatars</source>
        <translation>头像</translation>
    </message>
    <message>
        <source>First let the program find you in a photo.</source>
        <translation>请先让程序在照片中找到你。</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>掷骰子</translation>
    </message>
    <message>
        <source>Another dozen (R)</source>
        <translation>再来一打 (R)</translation>
    </message>
    <message>
        <source>Star: keep in mind (S)</source>
        <translation>星标：记下来 (S)</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似的</translation>
    </message>
    <message>
        <source>Another dozen (M)</source>
        <translation>再来一打 (M)</translation>
    </message>
    <message>
        <source>Add to wall</source>
        <translation>添加到墙上</translation>
    </message>
    <message>
        <source>Hang the mix as it is now on the wall</source>
        <translation>把现在的混合结果挂到墙上</translation>
    </message>
    <message>
        <source>Your portrait and the avatar side by side (T)</source>
        <translation>肖像与头像并排显示 (T)</translation>
    </message>
    <message>
        <source>Finish this one</source>
        <translation>就用这个</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>脸形</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>五官</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Dice leave this alone ({number})</source>
        <translation>骰子不会改变它 ({number})</translation>
    </message>
    <message>
        <source>Lock {name}</source>
        <translation>锁定{name}</translation>
    </message>
    <message>
        <source>The dice keep</source>
        <translation>骰子保留</translation>
    </message>
    <message>
        <source>Your mix</source>
        <translation>你的混合</translation>
    </message>
    <message>
        <source>Avatar {number}</source>
        <translation>头像 {number}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
</context>
<context>
    <name>BurstView</name>
    <message>
        <source>Picture {number}</source>
        <translation>图片 {number}</translation>
    </message>
    <message>
        <source>Use this one ({number})</source>
        <translation>使用这张 ({number})</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live avatar</source>
        <translation>实时头像</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>倒计时</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>Draws you as anime while you look into the camera</source>
        <translation>在你看着摄像头时把你画成动漫</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>重拍</translation>
    </message>
    <message>
        <source>Close camera</source>
        <translation>关闭摄像头</translation>
    </message>
    <message>
        <source>Which one? Click it or press its number.</source>
        <translation>选哪张？点击它，或按它的数字键。</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Good. Take the picture.</source>
        <translation>很好，拍照吧。</translation>
    </message>
    <message>
        <source>Look into the camera, your face in the oval.</source>
        <translation>请看向摄像头，把脸放在椭圆内。</translation>
    </message>
    <message>
        <source>Come a little closer.</source>
        <translation>请靠近一点。</translation>
    </message>
    <message>
        <source>Move back a little.</source>
        <translation>请后退一点。</translation>
    </message>
    <message>
        <source>It is dark. Turn to a lamp or a window.</source>
        <translation>光线太暗，请转向灯或窗户。</translation>
    </message>
    <message>
        <source>It is very bright. Turn away from the light.</source>
        <translation>光线太强，请背向光源。</translation>
    </message>
    <message>
        <source>Turn your face to the camera.</source>
        <translation>请把脸转向摄像头。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>The chosen avatar</source>
        <translation>选中的头像</translation>
    </message>
    <message>
        <source>The arrow keys draw your portrait over it, for comparison.</source>
        <translation>用方向键把肖像拉到上面进行比较。</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a photo of a face here</source>
        <translation>把人脸照片拖到这里</translation>
    </message>
    <message>
        <source>It stays on this computer. A bright picture, looking at the camera, is best.</source>
        <translation>照片不会离开这台电脑。明亮、正视镜头的照片效果最好。</translation>
    </message>
</context>
<context>
    <name>ErrorBanner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>See it in a chat</source>
        <translation>在聊天中查看</translation>
    </message>
    <message>
        <source>Show the round cut</source>
        <translation>显示圆形裁切</translation>
    </message>
    <message>
        <source>What places with round pictures leave of it</source>
        <translation>使用圆形图片的地方会保留的部分</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>First choose an avatar.</source>
        <translation>请先选择一个头像。</translation>
    </message>
    <message>
        <source>Copied. Paste it where you like.</source>
        <translation>已复制，可以粘贴到任何地方。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Sticker sheet…</source>
        <translation>贴纸合集…</translation>
    </message>
    <message>
        <source>Picture ({pattern})</source>
        <translation>图片 ({pattern})</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Sharpening the picture…</source>
        <translation>正在锐化图片…</translation>
    </message>
    <message>
        <source>You can drag the picture out.</source>
        <translation>可以把图片拖出去。</translation>
    </message>
    <message>
        <source>All avatars with a star on one sheet</source>
        <translation>把所有带星标的头像放在一张图上</translation>
    </message>
    <message>
        <source>Give at least two avatars a star first</source>
        <translation>请先给至少两个头像加星标</translation>
    </message>
</context>
<context>
    <name>FinishPanel</name>
    <message>
        <source>Remember how it was made</source>
        <translation>记住制作方法</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
    <message>
        <source>{words}, under {limit} KB</source>
        <translation>{words}，小于 {limit} KB</translation>
    </message>
    <message>
        <source>As drawn</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>None (transparent)</source>
        <translation>无（透明）</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>单色</translation>
    </message>
    <message>
        <source>Two colours</source>
        <translation>双色</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Lower colour</source>
        <translation>下方颜色</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>背景(&amp;B)</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Rounded</source>
        <translation>圆角</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>C&amp;loser</source>
        <translation>放大(&amp;L)</translation>
    </message>
    <message>
        <source>B&amp;rightness</source>
        <translation>亮度(&amp;R)</translation>
    </message>
    <message>
        <source>C&amp;ontrast</source>
        <translation>对比度(&amp;O)</translation>
    </message>
    <message>
        <source>S&amp;aturation</source>
        <translation>饱和度(&amp;A)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>尺寸(&amp;Z)</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>格式(&amp;M)</translation>
    </message>
    <message>
        <source>Puts your portrait, what was found about your face and the recipe into the file, so that it opens here again. Leave it off for pictures that you hand on.</source>
        <translation>把你的肖像、关于你面部的数据和配方存入文件，以便在这里重新打开。要分享的图片请不要勾选。</translation>
    </message>
    <message>
        <source>A file this small has no room for how it was made.</source>
        <translation>文件这么小，放不下制作方法。</translation>
    </message>
    <message>
        <source>{place} does not take this format.</source>
        <translation>{place}不支持这种格式。</translation>
    </message>
    <message>
        <source>JPEG knows no transparency: what is clear becomes white.</source>
        <translation>JPEG 不支持透明，透明部分会变成白色。</translation>
    </message>
    <message>
        <source>JPEG has no room for how it was made.</source>
        <translation>JPEG 无法记录制作方法。</translation>
    </message>
</context>
<context>
    <name>FinishView</name>
    <message>
        <source>How the avatar will look</source>
        <translation>头像的最终效果</translation>
    </message>
    <message>
        <source>Drag the picture into another program</source>
        <translation>把图片拖到其他程序中</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>New picture. What do you think?</source>
        <translation>换了新头像，怎么样？</translation>
    </message>
    <message>
        <source>A friend</source>
        <translation>朋友</translation>
    </message>
    <message>
        <source>That is so you!</source>
        <translation>太像你了！</translation>
    </message>
    <message>
        <source>It even has my hair.</source>
        <translation>连发型都一样。</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Avatar {number} of {count}</source>
        <translation>第 {number} 个头像，共 {count} 个</translation>
    </message>
    <message>
        <source>{name}, seed {seed}</source>
        <translation>{name}，种子 {seed}</translation>
    </message>
    <message>
        <source>{name}, starred</source>
        <translation>{name}，已加星标</translation>
    </message>
</context>
<context>
    <name>LeftOverCard</name>
    <message>
        <source>Avatar Studio ended unexpectedly. Your work was kept.</source>
        <translation>Avatar Studio 意外退出，你的进度已保留。</translation>
    </message>
    <message>
        <source>Your last work is still here.</source>
        <translation>上次的进度还在。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>LiveAvatarView</name>
    <message>
        <source>Your live avatar, mirrored</source>
        <translation>你的实时头像（镜像）</translation>
    </message>
    <message>
        <source>No face in sight</source>
        <translation>看不到人脸</translation>
    </message>
    <message>
        <source>Slow on this computer: one picture in {seconds} s</source>
        <translation>这台电脑较慢：每 {seconds} 秒一张</translation>
    </message>
    <message>
        <source>Live avatar</source>
        <translation>实时头像</translation>
    </message>
    <message>
        <source>Your avatar appears here.</source>
        <translation>你的头像会出现在这里。</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Distance to your picture: {first:.3f} at first, {last:.3f} now</source>
        <translation>与照片的差距：起初 {first:.3f}，现在 {last:.3f}</translation>
    </message>
    <message>
        <source>Distance to your picture</source>
        <translation>与照片的差距</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似像</translation>
    </message>
    <message>
        <source>Anime</source>
        <translation>动漫</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>拖入的图片</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>风格(&amp;Y)</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Hair &amp;tone from the photo</source>
        <translation>照片的发色深浅(&amp;T)</translation>
    </message>
    <message>
        <source>How far dark hair stays dark; at 0 it may be as pale as the style likes it</source>
        <translation>深色头发保持深色的程度；为 0 时可能变成画风偏好的浅色</translation>
    </message>
    <message>
        <source>How short the hair is cut; it begins as yours is in the photo</source>
        <translation>头发剪得多短；开始时和照片中的你一样</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>A&amp;nime strength</source>
        <translation>动漫强度(&amp;N)</translation>
    </message>
    <message>
        <source>How far the drawing goes: more like the photo to the left, more like anime to the right (interpolation of the style&apos;s blocks)</source>
        <translation>绘制的程度：越靠左越像照片，越靠右越像动漫（对风格各块插值）</translation>
    </message>
    <message>
        <source>Anime &amp;depth</source>
        <translation>动漫深度(&amp;D)</translation>
    </message>
    <message>
        <source>How deep the drawing reaches: only lines and colours, or features too (use_j: the last blocks taken from the style)</source>
        <translation>绘制的深度：只影响线条和颜色，还是也影响五官（use_j：取自风格的最后几块）</translation>
    </message>
    <message>
        <source>&amp;Shape from the photo</source>
        <translation>照片的脸形(&amp;S)</translation>
    </message>
    <message>
        <source>How much of outline and features comes straight from your portrait (the first blocks that take z1)</source>
        <translation>轮廓和五官有多少直接来自你的肖像（使用 z1 的前几块）</translation>
    </message>
    <message>
        <source>&amp;Colours from the photo</source>
        <translation>照片的颜色(&amp;C)</translation>
    </message>
    <message>
        <source>How far hair, clothes and background keep the photo&apos;s colours</source>
        <translation>头发、衣服和背景保留照片颜色的程度</translation>
    </message>
    <message>
        <source>S&amp;kin from the photo</source>
        <translation>照片的肤色(&amp;K)</translation>
    </message>
    <message>
        <source>How far the skin has the photo&apos;s tone, as a drawing would show it</source>
        <translation>肤色接近照片的程度（以绘画的方式呈现）</translation>
    </message>
    <message>
        <source>&amp;Outline from the photo</source>
        <translation>照片的轮廓(&amp;O)</translation>
    </message>
    <message>
        <source>How closely hair keeps to yours; at 0 it and the background are as drawn</source>
        <translation>头发贴合照片轮廓的程度；为 0 时头发和背景保持绘制时的样子</translation>
    </message>
    <message>
        <source>Lighter &amp;background</source>
        <translation>调亮背景(&amp;B)</translation>
    </message>
    <message>
        <source>How much lighter than in the photo the calm background is, as drawings like it</source>
        <translation>平整的背景比照片亮多少，绘画的背景通常较亮</translation>
    </message>
    <message>
        <source>Short &amp;hair</source>
        <translation>短发(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Without hair</source>
        <translation>光头(&amp;W)</translation>
    </message>
    <message>
        <source>How bare the head is</source>
        <translation>头发去掉多少</translation>
    </message>
    <message>
        <source>Be&amp;ard</source>
        <translation>胡须(&amp;A)</translation>
    </message>
    <message>
        <source>How full a beard is drawn in the hair&apos;s colour; it begins as yours in the photo</source>
        <translation>用头发的颜色画多浓的胡须；开始时和照片中的你一样</translation>
    </message>
    <message>
        <source>Smal&amp;ler eyes</source>
        <translation>更小的眼睛(&amp;L)</translation>
    </message>
    <message>
        <source>How much smaller eyes are than the style draws them, as men have them</source>
        <translation>眼睛比风格所画的小多少，像男性的眼睛那样</translation>
    </message>
    <message>
        <source>Stronger &amp;jaw</source>
        <translation>更宽的下巴(&amp;J)</translation>
    </message>
    <message>
        <source>How much wider jaw and chin are than the style draws them, as men have them</source>
        <translation>下巴比风格所画的宽多少，像男性的下巴那样</translation>
    </message>
    <message>
        <source>&amp;Redraw</source>
        <translation>重绘(&amp;R)</translation>
    </message>
    <message>
        <source>How freely lines and shades are drawn anew by a network that knows drawings; at 0 they, and eyes that do not match, are the style&apos;s own</source>
        <translation>由熟悉绘画的网络重新绘制线条和明暗的自由程度；为 0 时保持风格原样，包括不相称的眼睛</translation>
    </message>
    <message>
        <source>&amp;Pen and ink</source>
        <translation>勾线(&amp;P)</translation>
    </message>
    <message>
        <source>How dark and crisp lines are; at 0 they are as soft as they were drawn</source>
        <translation>线条的深浅和清晰程度；为 0 时保持绘制时的柔和</translation>
    </message>
    <message>
        <source>Darker sk&amp;in</source>
        <translation>更深的肤色(&amp;I)</translation>
    </message>
    <message>
        <source>How much darker the skin is than the light of the photo says; to the left it is lighter</source>
        <translation>肤色比照片的光线所显示的深多少；向左则更浅</translation>
    </message>
    <message>
        <source>No. {value}</source>
        <translation>第 {value} 种</translation>
    </message>
    <message>
        <source>Strok&amp;es</source>
        <translation>笔触(&amp;E)</translation>
    </message>
    <message>
        <source>Which of many drawings that redrawing comes to: other strokes, other eyes</source>
        <translation>重绘时得到众多画法中的哪一种：不同的线条，不同的眼睛</translation>
    </message>
    <message>
        <source>Di&amp;versity</source>
        <translation>多样性(&amp;V)</translation>
    </message>
    <message>
        <source>How much of a random face is mixed in; the dice choose which</source>
        <translation>混入多少随机的脸；用哪张脸由骰子决定</translation>
    </message>
    <message>
        <source>&amp;Glasses</source>
        <translation>眼镜(&amp;G)</translation>
    </message>
    <message>
        <source>Which glasses the avatar wears; it begins with those of the photo</source>
        <translation>头像戴哪种眼镜；开始时与照片中的一样</translation>
    </message>
    <message>
        <source>&amp;Mouth</source>
        <translation>嘴(&amp;M)</translation>
    </message>
    <message>
        <source>What the mouth does; it begins with what yours does in the photo. The style&apos;s own is small, and may slant</source>
        <translation>嘴的表情；一开始与照片中的一致。风格自带的嘴较小，有时会歪</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Fine changes</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>{value} of {count}</source>
        <translation>{value} / {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>round</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>half-rimmed</source>
        <translation>半框</translation>
    </message>
    <message>
        <source>the style&apos;s</source>
        <translation>风格自带</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>平静</translation>
    </message>
    <message>
        <source>smiles</source>
        <translation>微笑</translation>
    </message>
    <message>
        <source>laughs</source>
        <translation>大笑</translation>
    </message>
    <message>
        <source>open</source>
        <translation>张开</translation>
    </message>
    <message>
        <source>Looking for what this style can change…</source>
        <translation>正在查找此风格可以改变的内容…</translation>
    </message>
    <message>
        <source>Nothing was found that this style changes by itself.</source>
        <translation>没有找到此风格能单独改变的内容。</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>The photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Try a sample</source>
        <translation>试试示例</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Sample face {number}</source>
        <translation>示例人脸 {number}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Another photo</source>
        <translation>换张照片</translation>
    </message>
    <message>
        <source>Place the frame by hand</source>
        <translation>手动放置方框</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>使用此方框</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Use camera</source>
        <translation>使用摄像头</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>摄像头图片</translation>
    </message>
    <message>
        <source>No face was found. </source>
        <translation>没有找到人脸。</translation>
    </message>
    <message>
        <source>Put the frame around the face: drag it, its corners and the handle above, or use the arrow keys, + − and [ ].</source>
        <translation>把方框放在脸上：拖动方框、四角和上方的手柄，或使用方向键、+ − 和 [ ]。</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>正在查找人脸…</translation>
    </message>
    <message numerus="yes">
        <source>%n faces: click one or press its number.</source>
        <translation>
            <numerusform>找到 %n 张脸：点击一张，或按它的数字键。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop; what is there stays (Esc)</source>
        <translation>停止；已有的会保留 (Esc)</translation>
    </message>
    <message>
        <source>Opening the photo</source>
        <translation>正在打开照片</translation>
    </message>
    <message>
        <source>Looking for faces</source>
        <translation>正在查找人脸</translation>
    </message>
    <message>
        <source>Cutting out the portrait</source>
        <translation>正在裁出肖像</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Drawing your avatars</source>
        <translation>正在绘制你的头像</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Finding your likeness</source>
        <translation>正在寻找你的相似像</translation>
    </message>
    <message>
        <source>Turning it into anime</source>
        <translation>正在变成动漫</translation>
    </message>
    <message>
        <source>, step {step} of {steps}</source>
        <translation>，第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>还剩约 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>还剩约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Preview models: expect rough, small pictures</source>
        <translation>预览模型：图片会粗糙且较小</translation>
    </message>
</context>
<context>
    <name>QualityPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>风格(&amp;Y)</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>即时</translation>
    </message>
    <message>
        <source>The encoder and three corrections</source>
        <translation>编码器加三次修正</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>The encoder and a short search in W</source>
        <translation>编码器加 W 中的短搜索</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>1000 steps of Adam from a random latent, as in the thesis</source>
        <translation>与论文相同：从随机潜变量开始用 Adam 走 1000 步</translation>
    </message>
    <message>
        <source>Most alike</source>
        <translation>最相似</translation>
    </message>
    <message>
        <source>A search in W+: closer to the photo, a little less anime</source>
        <translation>在 W+ 中搜索：更接近照片，动漫感略少</translation>
    </message>
    <message>
        <source>Time not measured yet</source>
        <translation>尚未测量时间</translation>
    </message>
    <message>
        <source>Less than a second here</source>
        <translation>在此不到一秒</translation>
    </message>
    <message>
        <source>About {seconds} s here</source>
        <translation>在此约 {seconds} 秒</translation>
    </message>
    <message>
        <source>About {minutes} min here</source>
        <translation>在此约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of the Mac</source>
        <translation>Mac 图形处理器</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>再导出一个</translation>
    </message>
    <message>
        <source>Making the file…</source>
        <translation>正在生成文件…</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder} ({width} × {height}, {size} KB)</source>
        <translation>已保存为 {folder} 中的 {name}（{width} × {height}，{size} KB）</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The window speaks it when you start it again.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全局</translation>
    </message>
    <message>
        <source>Go to Photo, You, Avatars, Finish</source>
        <translation>前往照片、你、头像、完成</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Cancel what is being done</source>
        <translation>取消正在进行的操作</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose a face</source>
        <translation>选择一张脸</translation>
    </message>
    <message>
        <source>Arrows, + −, [ ]</source>
        <translation>方向键、+ −、[ ]</translation>
    </message>
    <message>
        <source>Move, size and turn the frame</source>
        <translation>移动、缩放、旋转方框</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Use the frame</source>
        <translation>使用方框</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>头像</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似的</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>掷骰子</translation>
    </message>
    <message>
        <source>Lock shape, features, colours</source>
        <translation>锁定脸形、五官、颜色</translation>
    </message>
    <message>
        <source>Portrait and avatar side by side</source>
        <translation>肖像与头像并排</translation>
    </message>
    <message>
        <source>C or Space</source>
        <translation>C 或空格键</translation>
    </message>
    <message>
        <source>Hold to compare with the photo</source>
        <translation>按住以与照片比较</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Reset {name}</source>
        <translation>重置{name}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>The camera&apos;s picture, mirrored</source>
        <translation>摄像头画面（镜像）</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>remove star</source>
        <translation>移除星标</translation>
    </message>
    <message>
        <source>star</source>
        <translation>星标</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>No stars yet. Press S on an avatar that you like.</source>
        <translation>还没有星标。在喜欢的头像上按 S。</translation>
    </message>
    <message>
        <source>Show only avatars with a star</source>
        <translation>只显示带星标的头像</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Your avatars</source>
        <translation>你的头像</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message numerus="yes">
        <source>%n avatar(s)</source>
        <translation>
            <numerusform>%n 个头像</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YouPage</name>
    <message>
        <source>Your portrait</source>
        <translation>你的肖像</translation>
    </message>
    <message>
        <source>What the generator sees</source>
        <translation>生成器看到的</translation>
    </message>
    <message>
        <source>Your likeness appears here</source>
        <translation>你的相似像会出现在这里</translation>
    </message>
    <message>
        <source>Your anime self</source>
        <translation>动漫中的你</translation>
    </message>
    <message>
        <source>It grows out of your likeness</source>
        <translation>它从你的相似像中生长出来</translation>
    </message>
    <message>
        <source>See your avatars</source>
        <translation>查看你的头像</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>First choose a photo with a face.</source>
        <translation>请先选择一张有人脸的照片。</translation>
    </message>
    <message>
        <source>Photos waiting: {count}</source>
        <translation>等待中的照片：{count}</translation>
    </message>
    <message>
        <source>Finding you</source>
        <translation>正在寻找你</translation>
    </message>
    <message>
        <source>You can stop at any time; what is there stays.</source>
        <translation>随时可以停止，已有的会保留。</translation>
    </message>
    <message>
        <source>This is you</source>
        <translation>这就是你</translation>
    </message>
    <message>
        <source>Made in {seconds:.1f} s on {device}.</source>
        <translation>用{device}耗时 {seconds:.1f} 秒完成。</translation>
    </message>
    <message>
        <source>Your portrait is ready</source>
        <translation>你的肖像已就绪</translation>
    </message>
    <message>
        <source>Start to see it as anime.</source>
        <translation>点击开始，看它变成动漫。</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再运行一次</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>edits</name>
    <message>
        <source>Light</source>
        <translation>明暗</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>更暗</translation>
    </message>
    <message>
        <source>lighter</source>
        <translation>更亮</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>冷暖</translation>
    </message>
    <message>
        <source>cooler</source>
        <translation>更冷</translation>
    </message>
    <message>
        <source>warmer</source>
        <translation>更暖</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>鲜艳度</translation>
    </message>
    <message>
        <source>greyer</source>
        <translation>更灰</translation>
    </message>
    <message>
        <source>more colourful</source>
        <translation>更鲜艳</translation>
    </message>
    <message>
        <source>Hair lightness</source>
        <translation>头发明暗</translation>
    </message>
    <message>
        <source>darker hair</source>
        <translation>头发更深</translation>
    </message>
    <message>
        <source>lighter hair</source>
        <translation>头发更浅</translation>
    </message>
    <message>
        <source>Background lightness</source>
        <translation>背景明暗</translation>
    </message>
    <message>
        <source>darker behind</source>
        <translation>背景更暗</translation>
    </message>
    <message>
        <source>lighter behind</source>
        <translation>背景更亮</translation>
    </message>
    <message>
        <source>Face width</source>
        <translation>脸的宽度</translation>
    </message>
    <message>
        <source>narrower</source>
        <translation>更窄</translation>
    </message>
    <message>
        <source>wider</source>
        <translation>更宽</translation>
    </message>
    <message>
        <source>Turn of the head</source>
        <translation>头的转向</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>向左</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>向右</translation>
    </message>
    <message>
        <source>Eye contrast</source>
        <translation>眼睛对比度</translation>
    </message>
    <message>
        <source>softer</source>
        <translation>更柔和</translation>
    </message>
    <message>
        <source>stronger</source>
        <translation>更强</translation>
    </message>
    <message>
        <source>{less} ↔ {more}</source>
        <translation>{less} ↔ {more}</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>它不是文件</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>它不存在</translation>
    </message>
    <message>
        <source>you have no permission to read it</source>
        <translation>你没有读取权限</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>它是空的</translation>
    </message>
    <message>
        <source>it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture</source>
        <translation>它不是可读取的 JPEG、PNG、WebP、HEIC、AVIF、TIFF、GIF 或 BMP 图片</translation>
    </message>
    <message>
        <source>it has more than 120 megapixels</source>
        <translation>它超过 1.2 亿像素</translation>
    </message>
    <message>
        <source>there is too little free memory for its size</source>
        <translation>空闲内存不足以处理它的大小</translation>
    </message>
    <message>
        <source>it is damaged or incomplete</source>
        <translation>它已损坏或不完整</translation>
    </message>
    <message>
        <source>it was made by a newer version</source>
        <translation>它由更新的版本制作</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>files may not grow that large there</source>
        <translation>那里不允许这么大的文件</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>你不能写入那里</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>它的文件夹不存在</translation>
    </message>
    <message>
        <source>a folder has that name</source>
        <translation>已有同名文件夹</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>名称太长</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>系统不允许</translation>
    </message>
    <message>
        <source>it does not get small enough</source>
        <translation>无法变得足够小</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory, so the processor took over.</source>
        <translation>显卡内存不足，已改用处理器。</translation>
    </message>
    <message>
        <source>It is slower; you can choose the device in the settings.</source>
        <translation>速度会变慢；可以在设置中选择设备。</translation>
    </message>
    <message>
        <source>Your work could not be kept in case of a crash.</source>
        <translation>无法为意外退出保留你的进度。</translation>
    </message>
    <message>
        <source>Make some room on the disk, or save it with Ctrl+S.</source>
        <translation>请腾出一些磁盘空间，或用 Ctrl+S 保存。</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>没有可粘贴的图片。</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>请先复制一张图片或图片文件。</translation>
    </message>
    <message>
        <source>That is a web address, not a file on this computer.</source>
        <translation>那是网址，不是这台电脑上的文件。</translation>
    </message>
    <message>
        <source>Save the picture first, then drop the file here.</source>
        <translation>请先保存图片，再把文件拖到这里。</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>已保存为“{name}”。</translation>
    </message>
    <message>
        <source>Open it at any time to go on.</source>
        <translation>随时可以打开继续。</translation>
    </message>
    <message>
        <source>Something went wrong inside Avatar Studio ({kind}).</source>
        <translation>Avatar Studio 内部出错了（{kind}）。</translation>
    </message>
    <message>
        <source>What you made is still here. Try it again; the log has the details.</source>
        <translation>你做的内容还在。请重试；详情见日志。</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>没有成功。</translation>
    </message>
    <message>
        <source>That cannot be done.</source>
        <translation>无法这样做。</translation>
    </message>
    <message>
        <source>The style “{model_id}” is not installed.</source>
        <translation>未安装风格“{model_id}”。</translation>
    </message>
    <message>
        <source>Choose another style under You and run again.</source>
        <translation>请在“你”中选择其他风格，然后再运行一次。</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>这张照片中有 {count} 张脸。</translation>
    </message>
    <message>
        <source>Click the face to use, or press its number.</source>
        <translation>点击要用的脸，或按它的数字键。</translation>
    </message>
    <message>
        <source>There is no face number {chosen}.</source>
        <translation>没有 {chosen} 号脸。</translation>
    </message>
    <message>
        <source>Choose a number from 1 to {count}.</source>
        <translation>请选择 1 到 {count} 之间的数字。</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>这张照片中没有找到人脸。</translation>
    </message>
    <message>
        <source>Put the frame around the face by hand, or use another photo.</source>
        <translation>请手动把方框放在脸上，或换一张照片。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {reason}.</source>
        <translation>无法使用“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>请选择其他图片。</translation>
    </message>
    <message>
        <source>A model file cannot be used.</source>
        <translation>有模型文件无法使用。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it. ({detail})</source>
        <translation>请重新安装 Avatar Studio 以恢复它。（{detail}）</translation>
    </message>
    <message>
        <source>Avatar Studio&apos;s models are not all there.</source>
        <translation>Avatar Studio 的模型不齐全。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore them. Missing: {what}</source>
        <translation>请重新安装 Avatar Studio 以恢复它们。缺少：{what}</translation>
    </message>
    <message>
        <source>The model file “{file}” is damaged.</source>
        <translation>模型文件“{file}”已损坏。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it.</source>
        <translation>请重新安装 Avatar Studio 以恢复它。</translation>
    </message>
    <message>
        <source>The model file “{file}” does not fit this version.</source>
        <translation>模型文件“{file}”与此版本不符。</translation>
    </message>
    <message>
        <source>Install the style again, or choose another one in the settings.</source>
        <translation>请重新安装该风格，或在设置中选择其他风格。</translation>
    </message>
    <message>
        <source>The style “{style}” belongs to another face model.</source>
        <translation>风格“{style}”属于另一个人脸模型。</translation>
    </message>
    <message>
        <source>This work was made with another version of the face model.</source>
        <translation>此进度是用另一版本的人脸模型制作的。</translation>
    </message>
    <message>
        <source>Go to You and run again to make new avatars of its photo.</source>
        <translation>请到“你”中再运行一次，用它的照片制作新头像。</translation>
    </message>
    <message>
        <source>This computer has no “{device}”.</source>
        <translation>这台电脑没有“{device}”。</translation>
    </message>
    <message>
        <source>Choose “automatic” as the device in the settings.</source>
        <translation>请在设置中把设备设为“自动”。</translation>
    </message>
    <message>
        <source>There is too little free memory for this.</source>
        <translation>空闲内存不足。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>“{name}” cannot be written: {reason}.</source>
        <translation>无法写入“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Choose another place; nothing that you made is lost.</source>
        <translation>请选择其他位置；你做的内容没有丢失。</translation>
    </message>
    <message>
        <source>The camera cannot be used.</source>
        <translation>无法使用摄像头。</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>没有找到摄像头。</translation>
    </message>
    <message>
        <source>Connect one and come back, or use a photo.</source>
        <translation>请连接一个后再来，或使用照片。</translation>
    </message>
    <message>
        <source>This computer does not let Avatar Studio use “{title}”.</source>
        <translation>这台电脑不允许 Avatar Studio 使用“{title}”。</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>请在系统的隐私设置中允许，然后重试。</translation>
    </message>
    <message>
        <source>Another program is using “{title}”.</source>
        <translation>另一个程序正在使用“{title}”。</translation>
    </message>
    <message>
        <source>Close that program, then try again.</source>
        <translation>请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>The connection to “{title}” was lost.</source>
        <translation>与“{title}”的连接已断开。</translation>
    </message>
    <message>
        <source>Plug it in again, then continue.</source>
        <translation>请重新连接后继续。</translation>
    </message>
    <message>
        <source>Cameras are not supported by this installation.</source>
        <translation>此安装不支持摄像头。</translation>
    </message>
    <message>
        <source>Take the picture with another program and open it here.</source>
        <translation>请用其他程序拍照，然后在这里打开。</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Plain picture</source>
        <translation>普通图片</translation>
    </message>
    <message>
        <source>Discord avatar</source>
        <translation>Discord 头像</translation>
    </message>
    <message>
        <source>Discord emoji</source>
        <translation>Discord 表情</translation>
    </message>
    <message>
        <source>Telegram sticker</source>
        <translation>Telegram 贴纸</translation>
    </message>
    <message>
        <source>WhatsApp sticker</source>
        <translation>WhatsApp 贴纸</translation>
    </message>
    <message>
        <source>Gravatar</source>
        <translation>Gravatar</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Draw a new wall?</source>
        <translation>要重新绘制墙吗？</translation>
    </message>
    <message>
        <source>The other style draws all avatars anew. Your stars will be lost.</source>
        <translation>换用其他风格会重新绘制所有头像，你的星标会丢失。</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>要替换文件吗？</translation>
    </message>
    <message>
        <source>“{name}” is already there.</source>
        <translation>“{name}”已存在。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>graphics of the Mac</source>
        <translation>Mac 图形处理器</translation>
    </message>
</context>
</TS>
